package io.plateau.conf;

/**
 * Section {@code cluster}.
 *
 * @param type where the gradients are computed
 * @param reduction how they are combined
 */
public record ClusterConfig(Type type, Reduction reduction) {

    /** The known clusters. */
    public enum Type {
        /** Spark: one job per step. */
        SPARK,
        /** A plain loop in this process. */
        LOCAL
    }

    /** The known reductions. */
    public enum Reduction {
        /** The rows of every shard come to the driver. */
        DRIVER
    }

    static ClusterConfig from(Section cluster) {
        return new ClusterConfig(cluster.choice("type", Type.class), cluster.choice("reduction", Reduction.class));
    }
}
