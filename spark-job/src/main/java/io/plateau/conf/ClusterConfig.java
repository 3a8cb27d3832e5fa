package io.plateau.conf;

/**
 * Section {@code cluster}.
 *
 * @param type where the gradients are computed
 */
public record ClusterConfig(Type type) {

    /** The known clusters. */
    public enum Type {
        /** Spark: one job per step. */
        SPARK,
        /** A plain loop in this process. */
        LOCAL
    }

    static ClusterConfig from(Section cluster) {
        return new ClusterConfig(cluster.choice("type", Type.class));
    }
}
