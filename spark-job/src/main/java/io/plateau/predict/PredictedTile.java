package io.plateau.predict;

/** The predictions for a tile, as columns. The arrays are filled anew for every tile. */
final class PredictedTile {
    private final InputTile input;
    private final double[][] values;
    private final double[][] deviations;
    private int row;

    /**
     * A tile.
     *
     * @param input the rows
     * @param values columns of {@link io.plateau.data.OutputDecoder}: numbers, and indices of labels
     * @param deviations standard deviations of the columns, as far as they have any
     */
    PredictedTile(InputTile input, double[][] values, double[][] deviations) {
        this.input = input;
        this.values = values;
        this.deviations = deviations;
    }

    int rows() {
        return input.rows();
    }

    /** The row that a writer stands at. */
    int row() {
        return row;
    }

    void standAt(int wanted) {
        row = wanted;
    }

    InputTile input() {
        return input;
    }

    double[][] values() {
        return values;
    }

    double[][] deviations() {
        return deviations;
    }
}
