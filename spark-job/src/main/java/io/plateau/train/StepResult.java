package io.plateau.train;

import io.plateau.cluster.NonFinite;
import io.plateau.cluster.StepCost;
import io.plateau.math.weighting.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in one step.
 *
 * @param step the step's number, from 0
 * @param epoch its epoch, from 0
 * @param losses mean loss of each task on the batch
 * @param labels labelled rows of each task in the batch
 * @param perturbedLosses the same at the perturbed points; empty in the mode none
 * @param lossWeights the weights used on the loss gradients
 * @param flatWeights the weights used on the flatness components
 * @param lossOutcome what the aggregator found on the loss gradients; empty on a step that used earlier weights
 * @param flatOutcome what it found on the flatness components
 * @param learningRate the rate used
 * @param directionNorm Euclidean norm of the shared direction before clipping
 * @param broken where something was not finite; then the step was left out
 * @param analysis what the gradients say about the tasks, on a step that {@code analysis.every-steps} names
 * @param stop whether the run's policy ends the run after this step
 * @param cost passes and bytes
 * @param errors what the way of the rows has cost in precision; see {@link io.plateau.cluster.ShardGradients#errors}
 * @param seconds wall time by phase: broadcast, losses (for methods that need them first), forward, loss-gradients, perturbed-gradients,
 *     gram, reduction (what the step waited for its gradients beyond the slowest shard), analysis, solve, combine, update
 */
public record StepResult(
        long step,
        int epoch,
        double[] losses,
        long[] labels,
        double[] perturbedLosses,
        double[] lossWeights,
        double[] flatWeights,
        Optional<Outcome> lossOutcome,
        Optional<Outcome> flatOutcome,
        double learningRate,
        double directionNorm,
        Optional<NonFinite> broken,
        Optional<StepAnalysis> analysis,
        boolean stop,
        StepCost cost,
        Map<String, Double> errors,
        Map<String, Double> seconds) {

    /** Sum of the task losses: what a progress bar shows. */
    public double totalLoss() {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum;
    }
}
