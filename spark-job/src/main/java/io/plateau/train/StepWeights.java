package io.plateau.train;

import io.plateau.cluster.Seeds;
import io.plateau.cluster.ShardGradients;
import io.plateau.cluster.Shared;
import io.plateau.math.aggregate.Bargain;
import io.plateau.math.aggregate.Bargainer;
import io.plateau.math.aggregate.BargainingState;
import io.plateau.math.weighting.Statistics;
import io.plateau.train.TrainingState.TaskWeights;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The task weights of a step: known before its gradients, found from its losses, or bargained over its rows. */
final class StepWeights {
    private static final long BARGAINING = 1;

    private final Bargainer bargainer;
    private final StepRows rows;
    private final StepSettings settings;
    private final AgreementPolicy policy;

    StepWeights(Bargainer bargainer, StepRows rows, StepSettings settings) {
        this.bargainer = bargainer;
        this.rows = rows;
        this.settings = settings;
        policy = new AgreementPolicy(settings.bargaining());
    }

    /** Whether {@link #ofLosses} makes a forward pass of its own. */
    boolean needLosses() {
        return bargainer.needsOnlyLosses();
    }

    boolean lookBack() {
        return bargainer.looksBack();
    }

    private boolean isRefresh(TrainingState state) {
        return state.step() % settings.bargaining().refreshEvery() == 0;
    }

    /** The weights that a step will use, if they do not depend on its gradients or losses. */
    Optional<TaskWeights> known(TrainingState state) {
        // Rows that are changed first have other weights than those of the step before.
        if (!isRefresh(state) && !bargainer.filtersRows()) {
            return Optional.of(state.weights());
        }
        return rows.oneRowDoes(state)
                ? bargainer
                        .prior(allTasks(), state.step(), epoch(state), seed(state), state.bargaining())
                        .map(weights -> new TaskWeights(weights, new double[weights.length]))
                : Optional.empty();
    }

    /** The weights of a method that needs the losses of the batch and nothing else; where one is not finite, the gradients tell. */
    Optional<TaskWeights> ofLosses(TrainingState state, Shared theta) {
        if (!bargainer.needsOnlyLosses() || !rows.oneRowDoes(state)) {
            return Optional.empty();
        }
        double[] losses = rows.losses(theta, state.step());
        if (!Arrays.stream(losses).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        Statistics step = statistics(state, losses);
        Bargain bargain = refusing(state, () -> bargainer.settle(step, null, allTasks(), state.bargaining()));
        return Optional.of(new TaskWeights(bargain.lossWeights(), bargain.flatWeights()));
    }

    /**
     * The weights of a step and what its methods remember.
     *
     * @param gradients the rows; changed where the methods do that first
     * @param known weights that are known already
     * @param summed whether the rows are one row, summed with those
     */
    Found find(TrainingState state, ShardGradients gradients, Optional<TaskWeights> known, boolean summed) {
        if (known.isPresent() && !isRefresh(state)) {
            return new Found(
                    AgreementPolicy.Decision.unchanged(state.weights(), state.bargaining()), state.rowMemory());
        }
        Statistics loss = statistics(state, gradients.losses());
        Statistics ofLoss = summed ? loss : loss.with(gradients.gram());
        Statistics ofFlat = gradients.flatGram().map(loss::with).orElse(null);
        return refusing(state, () -> {
            FilteredRows filtered =
                    FilteredRows.of(bargainer, gradients, ofLoss, ofFlat, state.bargaining(), state.rowMemory());
            Bargain bargain =
                    bargainer.settle(filtered.loss(), filtered.flat(), gradients.present(), state.bargaining());
            return new Found(policy.decide(bargain, state.step()), filtered.memory());
        });
    }

    /** A method that learns from what its weights have done sees the losses of the same batch at the new parameters. */
    BargainingState after(TrainingState state, double[] losses, boolean[] present, BargainingState settled) {
        return refusing(state, () -> bargainer.afterUpdate(losses, present, settled));
    }

    private Statistics statistics(TrainingState state, double[] losses) {
        return new Statistics(null, losses, state.step(), epoch(state), seed(state));
    }

    private long seed(TrainingState state) {
        return Seeds.mix(settings.seed(), BARGAINING, state.step());
    }

    private int epoch(TrainingState state) {
        return settings.epochOf(state.step());
    }

    private boolean[] allTasks() {
        boolean[] all = new boolean[settings.tasks().size()];
        Arrays.fill(all, true);
        return all;
    }

    /** A method refuses statistics it has no answer for, such as SI a loss that is not positive. */
    private static <T> T refusing(TrainingState state, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException refused) {
            throw new TrainingFailure(
                    "step " + (state.step() + 1) + ": " + refused.getMessage() + ". Checkpoints so far are intact",
                    refused);
        }
    }

    /**
     * What was found.
     *
     * @param decision weights, and what the run does about them
     * @param memory what methods remember of the rows
     */
    record Found(AgreementPolicy.Decision decision, RowMemory memory) {}
}
