package io.plateau.cluster;

import java.io.Serializable;
import java.util.List;

/** Losses of one shard's part of a batch, as they cross the wire. */
final class BatchLosses implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] losses;
    private final long[] labels;

    /** Mean loss of every task over its labelled rows, and how many these are. */
    BatchLosses(double[] losses, long[] labels) {
        this.losses = losses;
        this.labels = labels;
    }

    /** One forward pass, and the numbers sent. */
    static StepCost cost(List<BatchLosses> shards) {
        long numbers = shards.stream()
                .mapToLong(shard -> shard.losses.length + shard.labels.length)
                .sum();
        return new StepCost(1, 0, 0, Double.BYTES * numbers, 0);
    }

    /** The mean of each task over all shards: the bits that a step with the same plan reports. */
    static double[] mean(List<BatchLosses> shards) {
        long[] labels =
                StepLosses.sum(shards.stream().map(shard -> shard.labels).toList());
        double[] mean = new double[labels.length];
        for (BatchLosses shard : shards) {
            StepLosses.addScaled(shard.losses, StepLosses.shares(shard.labels, labels), mean);
        }
        return mean;
    }
}
