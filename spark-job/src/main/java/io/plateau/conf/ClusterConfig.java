package io.plateau.conf;

/**
 * Section {@code cluster}.
 *
 * @param type where the gradients are computed
 * @param reduction how those of all shards become sums
 * @param transport how rows travel between executors
 * @param sketchColumns numbers of a sketched row, an even number
 * @param sync how often the shards come together
 * @param localSteps steps of a round with {@link Sync#LOCAL_STEPS}, at least 1
 */
public record ClusterConfig(
        Type type, Reduction reduction, Transport transport, int sketchColumns, Sync sync, int localSteps) {

    /** The known clusters. */
    public enum Type {
        /** Spark: one or two jobs per step. */
        SPARK,
        /** A plain loop in this process. */
        LOCAL
    }

    /** The known reductions. */
    public enum Reduction {
        /** The driver's while that is little traffic or none, else slices. */
        AUTO,
        /** The driver gets all rows of all shards. */
        DRIVER,
        /** Every executor gets some coordinates of all rows. */
        SLICES,
        /** The driver gets sketches of the rows. */
        SKETCH
    }

    /** How a number travels. */
    public enum Transport {
        /** As it is. */
        FLOAT32,
        /** Its upper half, rounded. */
        BFLOAT16
    }

    /** When the shards come together. */
    public enum Sync {
        /** In every step: their gradients are summed and the tasks bargain over the whole batch. */
        EVERY_STEP,
        /** After a round of steps that each shard makes by itself: their states are averaged. */
        LOCAL_STEPS
    }

    /** Whether each shard trains by itself between two averages. */
    public boolean hasRounds() {
        return sync == Sync.LOCAL_STEPS;
    }

    static ClusterConfig from(Section cluster) {
        ClusterConfig config = new ClusterConfig(
                cluster.choice("type", Type.class),
                cluster.choice("reduction", Reduction.class),
                cluster.choice("transport", Transport.class),
                cluster.whole("sketch-columns", 16, 1 << 20),
                cluster.choice("sync", Sync.class),
                cluster.whole("local-steps", 1, 1_000_000));
        cluster.require(config.sketchColumns % 2 == 0, "sketch-columns", "must be even");
        cluster.require(
                config.transport == Transport.FLOAT32 || config.reduction == Reduction.SLICES,
                "transport",
                "= bfloat16 goes with cluster.reduction = slices");
        cluster.require(
                !config.hasRounds() || config.reduction == Reduction.AUTO,
                "sync",
                "= local-steps sends states, not rows: leave cluster.reduction = auto");
        return config;
    }
}
