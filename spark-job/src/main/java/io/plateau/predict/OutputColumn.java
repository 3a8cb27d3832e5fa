package io.plateau.predict;

import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
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

    /** Hands a cell that is not empty to a Parquet file. */
    abstract void write(PredictedTile tile, RecordConsumer to);

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
        void write(PredictedTile tile, RecordConsumer to) {
            to.addLong(tile.input().numbers()[tile.row()]);
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

        private double value(PredictedTile tile) {
            return (deviation ? tile.deviations() : tile.values())[index][tile.row()];
        }

        @Override
        Type type() {
            return Types.required(PrimitiveTypeName.DOUBLE).named(name());
        }

        @Override
        void write(PredictedTile tile, RecordConsumer to) {
            to.addDouble(value(tile));
        }

        @Override
        String text(PredictedTile tile) {
            return Double.toString(value(tile));
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
        void write(PredictedTile tile, RecordConsumer to) {
            to.addBinary(encoded[label(tile)]);
        }

        @Override
        String text(PredictedTile tile) {
            return labels.get(label(tile));
        }
    }
}
