package io.plateau.cluster;

import io.plateau.data.Split;
import java.util.List;
import java.util.Optional;

/**
 * The shards of a dataset and what computes on them.
 *
 * <p>Contract, tested for every implementation: equal shards, parameters and plans give equal bits, whatever the number of
 * cores, executors and attempts. Not thread-safe.
 */
public interface Cluster extends AutoCloseable {

    /** Number of shards of the training split. */
    int shards();

    /** Whether every training row is labelled for every task, so that a shard's share of a batch is the same for all tasks. */
    boolean labelsComplete();

    /** Makes parameters visible to every shard. The array is not changed afterwards by either side. */
    Shared share(float[] parameters);

    /**
     * Job 1 of a step: every shard computes its gradients at {@code theta} on its part of the batch.
     *
     * @param theta parameters shared by this cluster
     * @param plan which batch, which gradients
     * @return the sums over the shards, to be closed before the next step
     */
    default ShardGradients gradients(Shared theta, StepPlan plan) {
        return gradients(theta, Optional.empty(), plan);
    }

    /**
     * The same for a plan whose perturbations have {@link io.plateau.model.SecondPass.Ascent#GIVEN given} directions.
     *
     * @param directions K x P floats and one per head parameter, shared by this cluster
     */
    ShardGradients gradients(Shared theta, Optional<Shared> directions, StepPlan plan);

    /**
     * A second job of a step: every shard computes gradients at points perturbed along the same directions.
     *
     * @param first what the first job of the step gave, with loss rows only; not to be used any more
     * @param theta parameters shared by this cluster
     * @param directions K x P floats and one per head parameter, shared by this cluster
     * @param plan of the same batch, its second pass {@link io.plateau.model.SecondPass#alone alone}
     * @return the loss rows of the first job and {@code f_k = s_k - g_k}, 0 for a task without a second gradient
     */
    ShardGradients perturbed(ShardGradients first, Shared theta, Shared directions, StepPlan plan);

    /**
     * The losses that {@link #gradients} with the same plan reports, from a forward pass alone: for methods whose weights follow
     * from them, so that one weighted backward pass does.
     *
     * @param theta parameters shared by this cluster
     * @param plan which batch
     * @return mean loss of each task over its labelled rows; 0 without one
     */
    double[] losses(Shared theta, StepPlan plan);

    /**
     * Lets every training shard work by itself, all at once where there are executors enough.
     *
     * @param shared numbers that all of them read, shared by this cluster
     * @param what a person should call it
     * @param work what is done with one shard
     * @return what each gave, in the order of the shards
     */
    <R extends ShardReport> List<R> onEachShard(Shared shared, String what, ShardWork<R> work);

    /**
     * Errors of every task on a whole split.
     *
     * @param theta parameters shared by this cluster
     * @param split which rows; a split without rows gives errors that have seen nothing
     * @return one accumulator per task, in task order
     */
    List<TaskErrors> evaluate(Shared theta, Split split);

    /** What the jobs of all steps so far have cost; of evaluations only what was shared for them. */
    StepCost spent();

    /** Frees shards, buffers and what the executors hold. */
    @Override
    void close();
}
