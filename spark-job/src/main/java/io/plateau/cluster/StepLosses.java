package io.plateau.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * Losses of one step over all shards, each task averaged over its labelled rows.
 *
 * @param losses mean loss per task
 * @param perturbedLosses the same at the perturbed points; empty in the mode none
 * @param labels labelled rows per task in the whole batch
 */
record StepLosses(double[] losses, double[] perturbedLosses, long[] labels) {

    /** Averages in the order of the shards, so that every cluster gives the same bits. */
    static StepLosses of(List<ShardFacts> results) {
        long[] labels = sum(results.stream().map(ShardFacts::labels).toList());
        double[] losses = new double[labels.length];
        double[] perturbed = new double[results.get(0).perturbedLosses().length];
        for (ShardFacts result : results) {
            double[] shares = shares(result.labels(), labels);
            addScaled(result.losses(), shares, losses);
            addScaled(result.perturbedLosses(), shares, perturbed);
        }
        return new StepLosses(losses, perturbed, labels);
    }

    static long[] sum(List<long[]> labels) {
        long[] sum = new long[labels.get(0).length];
        for (long[] ofShard : labels) {
            for (int task = 0; task < sum.length; task++) {
                sum[task] += ofShard[task];
            }
        }
        return sum;
    }

    /** The fraction of each task's labelled rows that a shard holds; 0 for a task without any. */
    static double[] shares(long[] ofShard, long[] ofAll) {
        double[] shares = new double[ofAll.length];
        for (int task = 0; task < shares.length; task++) {
            shares[task] = ofAll[task] == 0 ? 0.0 : (double) ofShard[task] / ofAll[task];
        }
        return shares;
    }

    /** Per shard, what it counts for every task. */
    List<double[]> shares(List<ShardFacts> shards) {
        return shards.stream().map(facts -> shares(facts.labels(), labels)).toList();
    }

    /**
     * Per shard, what it counts for every row.
     *
     * @param weighted whether the weights are fixed, and there is one row; then no label is missing, so it has the shares of any task
     */
    List<double[]> rowShares(List<ShardFacts> shards, boolean weighted) {
        return weighted
                ? shares(shards).stream().map(share -> new double[] {share[0]}).toList()
                : shares(shards);
    }

    static void addScaled(double[] values, double[] shares, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += shares[i] * values[i];
        }
    }

    boolean[] present() {
        boolean[] present = new boolean[labels.length];
        for (int task = 0; task < labels.length; task++) {
            present[task] = labels[task] > 0;
        }
        return present;
    }

    boolean isFinite() {
        return Arrays.stream(losses).allMatch(Double::isFinite)
                && Arrays.stream(perturbedLosses).allMatch(Double::isFinite);
    }
}
