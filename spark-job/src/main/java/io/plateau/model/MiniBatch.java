package io.plateau.model;

import io.plateau.data.Shard;
import java.util.List;

/** Rows taken from a shard for one step, on the host. The arrays are the mini-batch's own and are not copied again. */
public final class MiniBatch {
    private final int rows;
    private final float[] x;
    private final float[] y;

    /**
     * A mini-batch over given arrays.
     *
     * @param rows number of rows
     * @param x rows x features, row-major
     * @param y rows x target columns of all tasks, row-major; NaN where the label is missing
     */
    public MiniBatch(int rows, float[] x, float[] y) {
        if (rows < 1 || x.length % rows != 0 || y.length % rows != 0) {
            throw new IllegalArgumentException(
                    rows + " rows do not fit arrays of " + x.length + " and " + y.length + " floats");
        }
        this.rows = rows;
        this.x = x;
        this.y = y;
    }

    /**
     * The named rows of a shard.
     *
     * @param shard where they lie
     * @param rows positions in the shard, in any order, repetitions allowed; at least one
     * @return their copy
     */
    public static MiniBatch of(Shard shard, int[] rows) {
        int features = shard.features();
        int targets = shard.targets();
        float[] x = new float[Math.multiplyExact(rows.length, features)];
        float[] y = new float[Math.multiplyExact(rows.length, targets)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(shard.x(), rows[i] * features, x, i * features, features);
            System.arraycopy(shard.y(), rows[i] * targets, y, i * targets, targets);
        }
        return new MiniBatch(rows.length, x, y);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Features, rows x features. */
    float[] x() {
        return x;
    }

    /** Targets, rows x target columns. */
    float[] y() {
        return y;
    }

    /** Rows in which every target column of the task is a number, per task. */
    long[] labels(List<HeadSpec> heads) {
        long[] labels = new long[heads.size()];
        int columns = y.length / rows;
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            for (int task = 0; task < labels.length; task++) {
                HeadSpec head = heads.get(task);
                labels[task] += head.isLabelled(y, at) ? 1 : 0;
                at += head.width();
            }
        }
        return labels;
    }
}
