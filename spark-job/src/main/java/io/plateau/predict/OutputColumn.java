package io.plateau.predict;

import java.util.List;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** A column of the predictions: how it is written, for the row that a tile stands at. */
abstract class OutputColumn {
    private final String name;

    OutputColumn(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Its type in a Parquet file. */
    abstract Type type();

    /** Whether few different values make a dictionary worth while. */
    boolean repeats() {
        return false;
    }

    /** Whether the cell is empty. */
    boolean isNull(PredictedTile tile) {
        return false;
    }

    /** What brings it into a Parquet file. */
    ColumnEncoder encoder(ColumnChunk chunk) {
        return new CellEncoder(this, chunk);
    }

    /** Hands the cell, which may be empty, to a Parquet file. */
    void write(PredictedTile tile, ColumnWriter to) {
        throw new UnsupportedOperationException(name + " is not written cell by cell");
    }

    /** A cell that is not empty as text. */
    abstract String text(PredictedTile tile);

    /** The numbers of the rows. */
    static final class RowNumber extends OutputColumn {
        RowNumber() {
            super("row");
        }

        @Override
        Type type() {
            return Types.required(PrimitiveTypeName.INT64).named(name());
        }

        @Override
        ColumnEncoder encoder(ColumnChunk chunk) {
            return PlainEncoder.ofLongs(tile -> tile.input().numbers(), chunk);
        }

        @Override
        String text(PredictedTile tile) {
            return Long.toString(tile.input().numbers()[tile.row()]);
        }
    }

    /** A value, or the deviation of one. */
    static final class Value extends OutputColumn {
        private final int index;
        private final boolean deviation;

        Value(String name, int index, boolean deviation) {
            super(name);
            this.index = index;
            this.deviation = deviation;
        }

        private double[] values(PredictedTile tile) {
            return (deviation ? tile.deviations() : tile.values())[index];
        }

        @Override
        Type type() {
            return Types.required(PrimitiveTypeName.DOUBLE).named(name());
        }

        @Override
        ColumnEncoder encoder(ColumnChunk chunk) {
            return PlainEncoder.ofDoubles(this::values, chunk);
        }

        @Override
        String text(PredictedTile tile) {
            return Double.toString(values(tile)[tile.row()]);
        }
    }

    /** The predicted label of a classification. */
    static final class Label extends OutputColumn {
        private final int index;
        private final List<String> labels;
        private final Binary[] encoded;

        Label(String name, int index, List<String> labels) {
            super(name);
            this.index = index;
            this.labels = labels;
            encoded = labels.stream().map(Binary::fromString).toArray(Binary[]::new);
        }

        private int label(PredictedTile tile) {
            return (int) tile.values()[index][tile.row()];
        }

        @Override
        Type type() {
            return Types.required(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(name());
        }

        @Override
        boolean repeats() {
            return true;
        }

        @Override
        void write(PredictedTile tile, ColumnWriter to) {
            to.write(encoded[label(tile)], 0, 0);
        }

        @Override
        String text(PredictedTile tile) {
            return labels.get(label(tile));
        }
    }
}
