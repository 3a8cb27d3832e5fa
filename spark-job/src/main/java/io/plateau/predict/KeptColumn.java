package io.plateau.predict;

import io.plateau.data.DataProblem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of the input that is passed on as it is, with its type and its empty cells. */
final class KeptColumn extends OutputColumn {
    private final int index;
    private final Kind kind;

    /** Types that can be passed on, by Spark's names. */
    @SuppressWarnings("ImmutableEnumChecker") // Parquet's types are immutable, but do not say so
    private enum Kind {
        BOOLEAN(PrimitiveTypeName.BOOLEAN, null),
        TINYINT(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true)),
        SMALLINT(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true)),
        INT(PrimitiveTypeName.INT32, null),
        BIGINT(PrimitiveTypeName.INT64, null),
        FLOAT(PrimitiveTypeName.FLOAT, null),
        DOUBLE(PrimitiveTypeName.DOUBLE, null),
        DATE(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType()),
        TIMESTAMP(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)),
        STRING(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());

        private final PrimitiveTypeName primitive;
        private final LogicalTypeAnnotation logical;

        Kind(PrimitiveTypeName primitive, LogicalTypeAnnotation logical) {
            this.primitive = primitive;
            this.logical = logical;
        }
    }

    /**
     * A column.
     *
     * @param field its name and type
     * @param index its place among the columns that are passed on
     * @throws DataProblem when its type cannot be passed on
     */
    KeptColumn(StructField field, int index) {
        super(field.name());
        this.index = index;
        this.kind = kind(field);
    }

    /** Fails for a type that cannot be passed on. */
    static void requireKnown(StructField field) {
        kind(field);
    }

    private static Kind kind(StructField field) {
        String type = field.dataType().simpleString();
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(type)) {
                return kind;
            }
        }
        throw new DataProblem("--keep " + field.name() + ": a column of type " + type
                + " cannot be passed on. Cast it to string, or join the predictions by their row.");
    }

    private ColumnVector vector(PredictedTile tile) {
        return tile.input().kept()[index];
    }

    @Override
    Type type() {
        return Types.primitive(kind.primitive, Repetition.OPTIONAL)
                .as(kind.logical)
                .named(name());
    }

    @Override
    boolean repeats() {
        return kind == Kind.STRING;
    }

    @Override
    boolean isNull(PredictedTile tile) {
        return vector(tile).isNullAt(tile.row());
    }

    @Override
    void write(PredictedTile tile, ColumnWriter to) {
        if (isNull(tile)) {
            to.writeNull(0, 0);
            return;
        }
        ColumnVector vector = vector(tile);
        int row = tile.row();
        switch (kind) {
            case BOOLEAN -> to.write(vector.getBoolean(row), 0, 1);
            case TINYINT -> to.write(vector.getByte(row), 0, 1);
            case SMALLINT -> to.write(vector.getShort(row), 0, 1);
            case INT, DATE -> to.write(vector.getInt(row), 0, 1);
            case BIGINT, TIMESTAMP -> to.write(vector.getLong(row), 0, 1);
            case FLOAT -> to.write(vector.getFloat(row), 0, 1);
            case DOUBLE -> to.write(vector.getDouble(row), 0, 1);
            case STRING -> to.write(
                    Binary.fromConstantByteArray(vector.getUTF8String(row).getBytes()), 0, 1);
        }
    }

    @Override
    String text(PredictedTile tile) {
        ColumnVector vector = vector(tile);
        int row = tile.row();
        return switch (kind) {
            case BOOLEAN -> Boolean.toString(vector.getBoolean(row));
            case TINYINT -> Byte.toString(vector.getByte(row));
            case SMALLINT -> Short.toString(vector.getShort(row));
            case INT -> Integer.toString(vector.getInt(row));
            case BIGINT -> Long.toString(vector.getLong(row));
            case FLOAT -> Float.toString(vector.getFloat(row));
            case DOUBLE -> Double.toString(vector.getDouble(row));
            case DATE -> LocalDate.ofEpochDay(vector.getInt(row)).toString();
            case TIMESTAMP -> Instant.EPOCH
                    .plus(vector.getLong(row), ChronoUnit.MICROS)
                    .toString();
            case STRING -> vector.getUTF8String(row).toString();
        };
    }
}
