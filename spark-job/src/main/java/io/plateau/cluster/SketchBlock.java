package io.plateau.cluster;

import java.io.Serializable;

/** Some columns of the sketched rows of one shard, on their way to the executor that adds them up. */
final class SketchBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final ShardFacts facts;
    private final int columns;
    private final WireFloats loss;
    private final WireFloats flat;
    private final int[] flatTasks;

    /**
     * A block.
     *
     * @param columns how many
     * @param flat null where there are no flatness components
     * @param flatTasks the tasks that have them, in the order of their rows; null where there are none
     */
    SketchBlock(ShardFacts facts, int columns, WireFloats loss, WireFloats flat, int[] flatTasks) {
        this.facts = facts;
        this.columns = columns;
        this.loss = loss;
        this.flat = flat;
        this.flatTasks = flatTasks;
    }

    int shard() {
        return facts.shard();
    }

    ShardFacts facts() {
        return facts;
    }

    int columns() {
        return columns;
    }

    boolean hasFlat() {
        return flat != null;
    }

    long bytes() {
        return loss.bytes() + (flat == null ? 0 : flat.bytes()) + facts.cost().bytesReceived();
    }

    /** {@code sum_k = sum_k + share_k sketch of loss row k}. */
    void addLoss(double[] shares, double[] sum) {
        for (int task = 0; task < shares.length; task++) {
            add(loss.values(), task, shares[task], task, sum);
        }
    }

    /** The same of the flat rows; a task without one adds nothing. */
    void addFlat(double[] shares, double[] sum) {
        for (int i = 0; i < flatTasks.length; i++) {
            add(flat.values(), i, shares[flatTasks[i]], flatTasks[i], sum);
        }
    }

    private void add(float[] from, int row, double share, int target, double[] sum) {
        for (int c = 0; c < columns; c++) {
            sum[target * columns + c] += share * from[row * columns + c];
        }
    }
}
