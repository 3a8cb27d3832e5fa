package io.plateau.cluster;

/**
 * How the gradients of all shards become the sums of a step on Spark.
 *
 * <p>Contract: equal jobs give equal bits, whatever the number of executors and attempts; the exact reductions give those of one
 * process.
 */
interface Reduction extends AutoCloseable {

    /** The sums of a job. */
    ShardGradients gradients(GradientJob job);

    /**
     * The sums of a second job of a step.
     *
     * @param first what the first gave, with loss rows only; not to be used any more
     * @param job the same batch, perturbed rows alone
     */
    ShardGradients perturbed(ShardGradients first, GradientJob job);

    /** What its jobs have cost so far. */
    StepCost spent();

    /** Frees what it holds between steps. */
    @Override
    void close();
}
