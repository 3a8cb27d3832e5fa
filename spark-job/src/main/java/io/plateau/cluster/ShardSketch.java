package io.plateau.cluster;

import java.io.Serializable;

/** What the driver gets of a shard whose rows stay where they are: facts, and sketches of its rows. */
final class ShardSketch implements Serializable {
    private static final long serialVersionUID = 1;

    private final ShardFacts facts;
    private final WireFloats loss;
    private final WireFloats flat;
    private final int[] flatTasks;

    /** Sketches the rows of a shard. */
    ShardSketch(ShardResult result, CountSketch sketch) {
        facts = result.facts();
        ShardRows.Sent lossRows = (ShardRows.Sent) result.lossRows();
        ShardRows.Sent flatRows = (ShardRows.Sent) result.flatRows();
        loss = new WireFloats(sketch.of(lossRows.values(), lossRows.tasks().length));
        flat = flatRows == null ? null : new WireFloats(sketch.of(flatRows.values(), flatRows.tasks().length));
        flatTasks = flatRows == null ? null : flatRows.tasks();
    }

    ShardFacts facts() {
        return facts;
    }

    boolean hasFlat() {
        return flat != null;
    }

    long bytes() {
        return loss.bytes() + (flat == null ? 0 : flat.bytes());
    }

    /** {@code sum_k = sum_k + share_k sketch of loss row k}. */
    void addLoss(double[] shares, double[] sum) {
        int columns = sum.length / shares.length;
        for (int task = 0; task < shares.length; task++) {
            add(loss.values(), task, shares[task], task, columns, sum);
        }
    }

    /** The same of the flat rows; a task without one adds nothing. */
    void addFlat(double[] shares, double[] sum) {
        int columns = sum.length / shares.length;
        for (int i = 0; i < flatTasks.length; i++) {
            add(flat.values(), i, shares[flatTasks[i]], flatTasks[i], columns, sum);
        }
    }

    private static void add(float[] from, int row, double share, int target, int columns, double[] sum) {
        for (int c = 0; c < columns; c++) {
            sum[target * columns + c] += share * from[row * columns + c];
        }
    }
}
