package io.plateau.data;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The cells of a column by the type that a Parquet file gives them: as numbers, or as the text that a CSV file would have. */
final class VectorCells {

    /** Types that are read. */
    private enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        TEXT
    }

    private final Kind kind;
    private final VectorPlace place;
    private final Set<String> missing;

    private VectorCells(Kind kind, VectorPlace place, Collection<String> missing) {
        this.kind = kind;
        this.place = place;
        this.missing = new HashSet<>(missing);
    }

    static VectorCells of(DataType type, VectorPlace place, Collection<String> missing) {
        return new VectorCells(kind(type, place), place, missing);
    }

    private static Kind kind(DataType type, VectorPlace place) {
        if (type.equals(DataTypes.FloatType)) {
            return Kind.FLOAT;
        } else if (type.equals(DataTypes.DoubleType)) {
            return Kind.DOUBLE;
        } else if (type.equals(DataTypes.IntegerType)) {
            return Kind.INTEGER;
        } else if (type.equals(DataTypes.LongType)) {
            return Kind.LONG;
        } else if (type.equals(DataTypes.StringType)) {
            return Kind.TEXT;
        } else if (type.equals(DataTypes.ShortType)) {
            return Kind.SHORT;
        } else if (type.equals(DataTypes.ByteType)) {
            return Kind.BYTE;
        } else if (type.equals(DataTypes.BooleanType)) {
            return Kind.BOOLEAN;
        }
        throw new DataProblem(place.table() + ", column '" + place.column() + "': " + type.simpleString()
                + " is neither a number nor text. Cast the column to double or string.");
    }

    /** The numbers of some rows, in an array of the caller's own; NaN where one is missing, infinity where it is beyond a float. */
    float[] numbers(ColumnVector vector, int rows, long first) {
        if (kind == Kind.FLOAT) {
            return withMissing(vector, vector.getFloats(0, rows));
        }
        float[] out = new float[rows];
        switch (kind) {
            case DOUBLE -> {
                double[] values = vector.getDoubles(0, rows);
                for (int row = 0; row < rows; row++) {
                    out[row] = (float) values[row];
                }
            }
            case INTEGER -> {
                int[] values = vector.getInts(0, rows);
                for (int row = 0; row < rows; row++) {
                    out[row] = (float) values[row];
                }
            }
            case LONG -> {
                long[] values = vector.getLongs(0, rows);
                for (int row = 0; row < rows; row++) {
                    out[row] = (float) values[row];
                }
            }
            default -> {
                for (int row = 0; row < rows; row++) {
                    out[row] = isMissing(vector, row) ? Float.NaN : parsed(vector, row, first + row);
                }
            }
        }
        return withMissing(vector, out);
    }

    private static float[] withMissing(ColumnVector vector, float[] numbers) {
        if (vector.hasNull()) {
            for (int row = 0; row < numbers.length; row++) {
                numbers[row] = vector.isNullAt(row) ? Float.NaN : numbers[row];
            }
        }
        return numbers;
    }

    private float parsed(ColumnVector vector, int row, long number) {
        try {
            return Numbers.parse(text(vector, row));
        } catch (Numbers.NotANumber e) {
            throw place.problem(
                    number,
                    e.getMessage()
                            + ". Correct the cell, or prepare the data with the column under categorical or ignore.");
        }
    }

    /** Null, NaN, or text that means "no value". */
    boolean isMissing(ColumnVector vector, int row) {
        if (vector.isNullAt(row)) {
            return true;
        }
        return switch (kind) {
            case FLOAT -> Float.isNaN(vector.getFloat(row));
            case DOUBLE -> Double.isNaN(vector.getDouble(row));
            case TEXT -> missing.contains(text(vector, row));
            default -> false;
        };
    }

    /** A cell that is there as text; whole numbers without a decimal point. */
    String text(ColumnVector vector, int row) {
        String text =
                switch (kind) {
                    case BOOLEAN -> Boolean.toString(vector.getBoolean(row));
                    case BYTE -> Byte.toString(vector.getByte(row));
                    case SHORT -> Short.toString(vector.getShort(row));
                    case INTEGER -> Integer.toString(vector.getInt(row));
                    case LONG -> Long.toString(vector.getLong(row));
                    case FLOAT -> Float.toString(vector.getFloat(row));
                    case DOUBLE -> Double.toString(vector.getDouble(row));
                    case TEXT -> vector.getUTF8String(row).toString().strip();
                };
        return kind != Kind.TEXT && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
