package io.plateau.data;

import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of numbers: standardised in double precision, as {@link Scaling} does it. */
final class VectorNumbers implements VectorColumn {
    private final boolean failOnMissing;
    private final VectorCells cells;
    private final VectorPlace place;
    private final double mean;
    private final double std;

    VectorNumbers(FeatureSchema feature, MissingFeatures missing, VectorCells cells, VectorPlace place) {
        this.failOnMissing = missing == MissingFeatures.FAIL;
        this.cells = cells;
        this.place = place;
        this.mean = feature.mean();
        this.std = feature.std();
    }

    @Override
    public void encode(ColumnVector vector, int rows, long first, float[] x, UnseenCategories unseen) {
        float[] values = cells.numbers(vector, rows, first);
        if (!allFinite(values)) {
            settle(vector, values, first);
        }
        if (std == 0) {
            scatter(new float[rows], rows, x);
            return;
        }
        // Two loops: this one becomes vector instructions, the scattered stores of the other do not.
        for (int row = 0; row < rows; row++) {
            values[row] = (float) ((values[row] - mean) / std);
        }
        scatter(values, rows, x);
    }

    private void scatter(float[] from, int rows, float[] x) {
        int width = place.width();
        for (int row = 0, at = place.offset(); row < rows; row++, at += width) {
            x[at] = from[row];
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    /** Missing numbers, which are NaN here, and those that a feature cannot be. */
    private void settle(ColumnVector vector, float[] values, long first) {
        for (int row = 0; row < values.length; row++) {
            if (Float.isNaN(values[row])) {
                if (failOnMissing) {
                    throw place.problem(
                            first + row,
                            "the feature is missing. Fill it, or prepare the data with missing-features = mean or"
                                    + " without the column.");
                }
                values[row] = (float) mean;
            } else if (Float.isInfinite(values[row])) {
                throw place.problem(
                        first + row,
                        cells.text(vector, row) + " is not a finite 32-bit number. Correct the cell, or prepare the"
                                + " data without the column.");
            }
        }
    }
}
