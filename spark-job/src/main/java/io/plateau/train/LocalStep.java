package io.plateau.train;

import io.plateau.cluster.NonFinite;
import io.plateau.math.weighting.MethodState;
import io.plateau.math.weighting.Outcome;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A {@link StepResult} of one shard that can cross Spark's wire. */
final class LocalStep implements Serializable {
    private static final long serialVersionUID = 1;

    private final long step;
    private final int epoch;
    private final double learningRate;
    private final double directionNorm;
    private final boolean stop;
    private final double[][] perTask;
    private final long[] labels;
    private final Solved loss;
    private final Solved flat;
    private final int[] broken;
    private final String brokenWhat;
    private final double forwardPasses;
    private final double backwardPasses;
    private final Map<String, Double> seconds;

    private LocalStep(StepResult result) {
        step = result.step();
        epoch = result.epoch();
        learningRate = result.learningRate();
        directionNorm = result.directionNorm();
        stop = result.stop();
        perTask =
                new double[][] {result.losses(), result.perturbedLosses(), result.lossWeights(), result.flatWeights()};
        labels = result.labels();
        loss = result.lossOutcome().map(Solved::new).orElse(null);
        flat = result.flatOutcome().map(Solved::new).orElse(null);
        broken = result.broken()
                .map(where -> new int[] {where.shard(), where.task()})
                .orElse(null);
        brokenWhat = result.broken().map(NonFinite::what).orElse("");
        forwardPasses = result.cost().forwardPasses();
        backwardPasses = result.cost().backwardPasses();
        seconds = new LinkedHashMap<>(result.seconds());
    }

    static LocalStep of(StepResult result) {
        return new LocalStep(result);
    }

    long step() {
        return step;
    }

    int epoch() {
        return epoch;
    }

    double learningRate() {
        return learningRate;
    }

    double directionNorm() {
        return directionNorm;
    }

    boolean stop() {
        return stop;
    }

    double[] losses() {
        return perTask[0];
    }

    /** Those of {@link #losses} where nothing was perturbed. */
    double[] perturbedLosses() {
        return hasPerturbed() ? perTask[1] : losses();
    }

    boolean hasPerturbed() {
        return perTask[1].length > 0;
    }

    double[] lossWeights() {
        return perTask[2];
    }

    double[] flatWeights() {
        return perTask[3];
    }

    long[] labels() {
        return labels;
    }

    Optional<Outcome> lossOutcome() {
        return Optional.ofNullable(loss).map(Solved::outcome);
    }

    Optional<Outcome> flatOutcome() {
        return Optional.ofNullable(flat).map(Solved::outcome);
    }

    Optional<NonFinite> broken() {
        return Optional.ofNullable(broken).map(where -> new NonFinite(where[0], where[1], brokenWhat));
    }

    double forwardPasses() {
        return forwardPasses;
    }

    double backwardPasses() {
        return backwardPasses;
    }

    Map<String, Double> seconds() {
        return seconds;
    }

    double totalSeconds() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The numbers per task, which are all of it that grows. */
    long bytes() {
        long numbers = labels.length;
        for (double[] array : perTask) {
            numbers += array.length;
        }
        return Double.BYTES * numbers;
    }

    /** What a solver found, but for the state that it left. */
    private static final class Solved implements Serializable {
        private static final long serialVersionUID = 1;

        private final char kind;
        private final double[] numbers;
        private final double residual;
        private final int iterations;

        Solved(Outcome outcome) {
            if (outcome instanceof Outcome.Agreement agreement) {
                kind = 'a';
                numbers = agreement.weights();
                residual = agreement.residual();
                iterations = agreement.iterations();
            } else if (outcome instanceof Outcome.NotConverged last) {
                kind = 'n';
                numbers = last.weights();
                residual = last.residual();
                iterations = last.iterations();
            } else {
                Outcome.ParetoStationary stationary = (Outcome.ParetoStationary) outcome;
                kind = 's';
                numbers = stationary.certificate();
                residual = stationary.residual();
                iterations = 0;
            }
        }

        Outcome outcome() {
            return switch (kind) {
                case 'a' -> new Outcome.Agreement(numbers, residual, iterations, MethodState.empty());
                case 'n' -> new Outcome.NotConverged(numbers, residual, iterations, MethodState.empty());
                default -> new Outcome.ParetoStationary(numbers, residual, MethodState.empty());
            };
        }
    }
}
