package io.plateau.train;

import io.plateau.conf.BargainingConfig;
import io.plateau.math.aggregate.Bargain;
import io.plateau.math.aggregate.BargainingState;
import io.plateau.math.weighting.Outcome;
import io.plateau.train.TrainingState.TaskWeights;
import java.util.Arrays;
import java.util.Optional;

/** What a run does where the tasks found no agreement: the settings {@code bargaining.on-stationary} and {@code on-not-converged}. */
final class AgreementPolicy {
    private final BargainingConfig config;

    AgreementPolicy(BargainingConfig config) {
        this.config = config;
    }

    /** The weights to use. A flat part without agreement contributes nothing; the loss part decides about the step. */
    Decision decide(Bargain bargain, long step) {
        TaskWeights found = new TaskWeights(bargain.lossWeights(), bargain.flatWeights());
        Outcome loss = bargain.loss();
        if (loss instanceof Outcome.ParetoStationary) {
            return switch (config.onStationary()) {
                case SKIP -> decision(bargain, TaskWeights.none(found.loss().length), false, false);
                case STOP -> decision(bargain, TaskWeights.none(found.loss().length), false, true);
                case MEAN -> decision(bargain, new TaskWeights(equal(found.loss().length), found.flat()), true, false);
            };
        }
        if (loss instanceof Outcome.NotConverged last) {
            return switch (config.onNotConverged()) {
                case USE -> decision(bargain, found, true, false);
                case SKIP -> decision(bargain, TaskWeights.none(found.loss().length), false, false);
                case STOP -> throw new TrainingFailure(
                        "step " + (step + 1) + ": the solver did not converge (relative residual "
                                + last.residual() + " after " + last.iterations()
                                + " iterations). Set bargaining.on-not-converged = use or skip to go on");
            };
        }
        return decision(bargain, found, true, false);
    }

    private static double[] equal(int tasks) {
        double[] weights = new double[tasks];
        Arrays.fill(weights, 1.0 / tasks);
        return weights;
    }

    private static Decision decision(Bargain bargain, TaskWeights weights, boolean moves, boolean stop) {
        return new Decision(weights, bargain.next(), Optional.of(bargain.loss()), bargain.flat(), moves, stop);
    }

    /**
     * What a step does.
     *
     * @param weights the weights used
     * @param next the state of the aggregators after the step
     * @param lossOutcome what was found on the loss gradients; empty if nothing was solved
     * @param flatOutcome what was found on the flatness components
     * @param moves whether the shared parameters move
     * @param stop whether the run ends after the step
     */
    record Decision(
            TaskWeights weights,
            BargainingState next,
            Optional<Outcome> lossOutcome,
            Optional<Outcome> flatOutcome,
            boolean moves,
            boolean stop) {

        static Decision unchanged(TaskWeights weights, BargainingState state) {
            return new Decision(weights, state, Optional.empty(), Optional.empty(), true, false);
        }

        boolean agreed() {
            return lossOutcome
                    .map(outcome -> outcome instanceof Outcome.Agreement)
                    .orElse(true);
        }
    }
}
