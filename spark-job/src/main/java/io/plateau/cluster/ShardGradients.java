package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import java.util.Map;
import java.util.Optional;

/**
 * The gradients of one step, summed over the shards. The driver sees K x K numbers; the K x P rows stay where they lie and
 * are combined there.
 *
 * <p>Task k of shard s counts by its labelled rows n_sk, so that row k is the gradient of the mean loss over all labelled rows
 * of the batch: {@code g_k = sum_s (n_sk / n_k) g_sk}, summed in the order of the shards.
 */
public interface ShardGradients extends AutoCloseable {

    /** Mean loss of each task over its labelled rows in the batch; 0 for a task without any. */
    double[] losses();

    /** Mean loss of each task at its perturbed point; empty in the mode none. */
    double[] perturbedLosses();

    /** Labelled rows of each task in the batch. */
    long[] labels();

    /** Which tasks have a labelled row in the batch. */
    boolean[] present();

    /** The first shard and task, in that order, where a loss or a gradient is not finite. */
    Optional<NonFinite> firstNonFinite();

    /** The Gram matrix of the loss rows; not available when the plan fixed the weights. */
    Gram gram();

    /** The Gram matrix of the flatness components; empty when the mode has none. */
    Optional<Gram> flatGram();

    /** {@code G_k . F_k} of every task, for an analysis: one pass over the rows. Empty when the mode has no flatness components. */
    double[] lossDotFlat();

    /**
     * Job 2 of a step: {@code sum_k lossWeights[k] G_k + flatWeights[k] F_k}, P floats. When the plan fixed the weights the sum is
     * already made and the arguments are not read.
     */
    float[] combine(double[] lossWeights, double[] flatWeights);

    /** The gradients of the heads, H floats in the order of the layout: at the perturbed points where there were some. */
    float[] heads();

    /** The gradients of the heads at theta, H floats; those of {@link #heads} when the mode is not decomposed. */
    float[] lossHeads();

    /**
     * Changes rows and heads. Gram matrices and sums asked for afterwards are those of the changed rows; not available when the plan
     * fixed the weights.
     */
    void edit(RowEdit edit);

    /** Lets {@code s_k = g_k + f_k} take the place of g_k; then there are no flatness components. Without any nothing happens. */
    void merge();

    /** The loss rows, K x P floats, and after them {@link #lossHeads}: what a second job perturbs along. */
    float[] directions();

    /**
     * Wall time of the slowest shard by phase: forward, loss-gradients, perturbed-gradients; and gram, of the Gram matrices so far. Only
     * those that there were.
     */
    Map<String, Double> seconds();

    /**
     * What the way of the rows has cost in precision, relative to their lengths and measured in this step: gram (root mean square over
     * the pairs of tasks of the standard error of a sketched cosine), transport (rows rounded on their way). Empty where sums are
     * exact.
     */
    default Map<String, Double> errors() {
        return Map.of();
    }

    /** Frees the rows. */
    @Override
    void close();
}
