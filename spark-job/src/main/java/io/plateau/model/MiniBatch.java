package io.plateau.model;

import io.plateau.data.Graphs;
import io.plateau.data.Shard;
import io.plateau.model.layer.MoleculePairs;
import java.util.List;

/** Rows taken from a shard for one step, on the host. The arrays are the mini-batch's own and are not copied again. */
public final class MiniBatch {
    private final int rows;
    private final float[] x;
    private final float[] y;
    private final Graphs graphs;
    private final MoleculePairs molecules;

    /**
     * A mini-batch of feature vectors over given arrays.
     *
     * @param rows number of rows
     * @param x rows x features, row-major
     * @param y rows x target columns of all tasks, row-major; NaN where the label is missing
     */
    public MiniBatch(int rows, float[] x, float[] y) {
        this(rows, x, y, null);
    }

    /**
     * A mini-batch of molecules over given arrays.
     *
     * @param rows number of molecules
     * @param x atoms of all molecules x features, row-major
     * @param y rows x target columns of all tasks, row-major; NaN where the label is missing
     * @param graphs the molecules, or null for feature vectors
     */
    public MiniBatch(int rows, float[] x, float[] y, Graphs graphs) {
        int examples = graphs == null ? rows : graphs.nodes();
        if (rows < 1 || examples < 1 || x.length % examples != 0 || y.length % rows != 0) {
            throw new IllegalArgumentException(
                    rows + " rows do not fit arrays of " + x.length + " and " + y.length + " floats");
        }
        if (graphs != null && graphs.count() != rows) {
            throw new IllegalArgumentException(graphs.count() + " molecules for " + rows + " rows");
        }
        this.rows = rows;
        this.x = x;
        this.y = y;
        this.graphs = graphs;
        this.molecules = graphs == null ? null : new MoleculePairs(graphs);
    }

    /**
     * The named rows of a shard.
     *
     * @param shard where they lie
     * @param rows positions in the shard, in any order, repetitions allowed; at least one
     * @return their copy
     */
    public static MiniBatch of(Shard shard, int[] rows) {
        return select(
                shard.x(),
                shard.features(),
                shard.y(),
                shard.targets(),
                shard.graphs().orElse(null),
                rows);
    }

    /** The named rows of this mini-batch, in their order. */
    MiniBatch select(int[] wanted) {
        return select(x, x.length / examples(), y, y.length / rows, graphs, wanted);
    }

    private static MiniBatch select(
            float[] allX, int features, float[] allY, int targets, Graphs allGraphs, int[] rows) {
        Graphs graphs = allGraphs == null ? null : allGraphs.select(rows);
        float[] x = new float[Math.multiplyExact(graphs == null ? rows.length : graphs.nodes(), features)];
        float[] y = new float[Math.multiplyExact(rows.length, targets)];
        int filled = 0;
        for (int i = 0; i < rows.length; i++) {
            int from = allGraphs == null ? rows[i] : allGraphs.nodeStart(rows[i]);
            int length = (allGraphs == null ? 1 : allGraphs.nodes(rows[i])) * features;
            System.arraycopy(allX, from * features, x, filled, length);
            System.arraycopy(allY, rows[i] * targets, y, i * targets, targets);
            filled += length;
        }
        return new MiniBatch(rows.length, x, y, graphs);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Feature vectors: the rows, or the atoms of all molecules. */
    int examples() {
        return molecules == null ? rows : molecules.nodes();
    }

    /** The molecules; null where rows are feature vectors. */
    MoleculePairs molecules() {
        return molecules;
    }

    /** Features, row-major: a line for each row, or for each atom. Not a copy. */
    public float[] x() {
        return x;
    }

    /** Targets, rows x target columns of all tasks, row-major. Not a copy. */
    public float[] y() {
        return y;
    }

    /** Whether a row has a label for a task. */
    boolean isLabelled(HeadGroup task, int row) {
        return task.head().isLabelled(y, row * (y.length / rows) + task.target());
    }

    /** Rows in which every target column of the task is a number, per task. */
    public long[] labels(List<HeadSpec> heads) {
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
