package io.plateau.train;

import io.plateau.cluster.StepCost;
import io.plateau.math.weighting.MethodState;
import io.plateau.math.weighting.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One account of the step that every shard has made by itself. Losses are means over the labelled rows of all shards; weights and the
 * direction's norm means over the training rows. The outcome is the first stationary one in the order of the shards, else the first
 * that did not converge, else an agreement with the mean weights, the largest residual and the most iterations. Seconds are those of the
 * shard that was slowest in the whole round; its last step has what the round took beyond that as the phase {@code synchronise}, and
 * all bytes.
 */
final class MergedStep {
    private final List<LocalStep> shards;
    private final double[] shares;

    private MergedStep(List<LocalStep> shards, double[] shares) {
        this.shards = shards;
        this.shares = shares;
    }

    /**
     * Merges.
     *
     * @param shards the same step of every shard
     * @param shares what each counts for, apart from its losses
     * @param slowest whose seconds count
     */
    static StepResult of(List<LocalStep> shards, double[] shares, LocalStep slowest) {
        MergedStep all = new MergedStep(shards, shares);
        LocalStep first = shards.get(0);
        boolean perturbed = shards.stream().anyMatch(LocalStep::hasPerturbed);
        return new StepResult(
                first.step(),
                first.epoch(),
                all.overLabels(LocalStep::losses),
                all.labels(),
                perturbed ? all.overLabels(LocalStep::perturbedLosses) : new double[0],
                all.mean(LocalStep::lossWeights),
                all.mean(LocalStep::flatWeights),
                all.outcome(LocalStep::lossOutcome),
                all.outcome(LocalStep::flatOutcome),
                first.learningRate(),
                all.mean(step -> new double[] {step.directionNorm()})[0],
                shards.stream().map(LocalStep::broken).flatMap(Optional::stream).findFirst(),
                Optional.empty(),
                shards.stream().anyMatch(LocalStep::stop),
                new StepCost(all.passes(LocalStep::forwardPasses), all.passes(LocalStep::backwardPasses), 0, 0, 0),
                Map.of(),
                slowest.seconds());
    }

    /** The last step of a round with what belongs to the whole of it. */
    static StepResult closing(StepResult last, StepCost round, double synchronise) {
        Map<String, Double> seconds = new LinkedHashMap<>(last.seconds());
        seconds.put("synchronise", synchronise);
        StepCost cost = new StepCost(
                last.cost().forwardPasses(),
                last.cost().backwardPasses(),
                round.bytesSent(),
                round.bytesReceived(),
                round.bytesExchanged());
        return new StepResult(
                last.step(),
                last.epoch(),
                last.losses(),
                last.labels(),
                last.perturbedLosses(),
                last.lossWeights(),
                last.flatWeights(),
                last.lossOutcome(),
                last.flatOutcome(),
                last.learningRate(),
                last.directionNorm(),
                last.broken(),
                last.analysis(),
                last.stop(),
                cost,
                last.errors(),
                seconds);
    }

    private long[] labels() {
        long[] sum = new long[shards.get(0).labels().length];
        for (LocalStep shard : shards) {
            for (int task = 0; task < sum.length; task++) {
                sum[task] += shard.labels()[task];
            }
        }
        return sum;
    }

    /** The mean of each task over all labelled rows; 0 without one. */
    private double[] overLabels(Function<LocalStep, double[]> part) {
        long[] all = labels();
        double[] mean = new double[all.length];
        for (LocalStep shard : shards) {
            double[] values = part.apply(shard);
            for (int task = 0; task < mean.length; task++) {
                // As a product with the share, which is 1 where there is one shard.
                mean[task] += all[task] == 0 ? 0 : (double) shard.labels()[task] / all[task] * values[task];
            }
        }
        return mean;
    }

    private double[] mean(Function<LocalStep, double[]> part) {
        return StateAverage.mean(shards.stream().map(part).toList(), shares);
    }

    private double passes(Function<LocalStep, Double> part) {
        return shards.stream().map(part).mapToDouble(Double::doubleValue).sum() / shards.size();
    }

    private Optional<Outcome> outcome(Function<LocalStep, Optional<Outcome>> part) {
        List<Outcome> found =
                shards.stream().map(part).flatMap(Optional::stream).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(first(found, Outcome.ParetoStationary.class)
                .or(() -> first(found, Outcome.NotConverged.class))
                .orElseGet(() -> agreement(found)));
    }

    private static Optional<Outcome> first(List<Outcome> found, Class<? extends Outcome> kind) {
        return found.stream().filter(kind::isInstance).findFirst();
    }

    private static Outcome agreement(List<Outcome> found) {
        List<double[]> weights = new ArrayList<>();
        double residual = 0;
        int iterations = 0;
        for (Outcome outcome : found) {
            Outcome.Agreement agreement = (Outcome.Agreement) outcome;
            weights.add(agreement.weights());
            residual = Math.max(residual, agreement.residual());
            iterations = Math.max(iterations, agreement.iterations());
        }
        double[] equal = new double[weights.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        return new Outcome.Agreement(StateAverage.mean(weights, equal), residual, iterations, MethodState.empty());
    }
}
