package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.NonFinite;
import io.plateau.cluster.ShardGradients;
import io.plateau.cluster.Shared;
import io.plateau.cluster.StepCost;
import io.plateau.conf.TrainingConfig;
import io.plateau.math.aggregate.Bargainer;
import io.plateau.math.aggregate.BargainingState;
import io.plateau.model.ParameterLayout;
import io.plateau.sharpness.SharpnessPolicy;
import io.plateau.train.TrainingState.TaskWeights;
import java.util.Map;
import java.util.Optional;

/**
 * One step: {@code theta <- opt(theta, A(G) + A'(F))} with {@code G[k] = grad L_k(theta)} and {@code F[k] = grad L_k(theta + eps_k) - G[k]}.
 *
 * <p>{@link #run} maps a state to the next state; nothing else changes. Weights are solved for every {@code refresh-every}
 * steps. Where they are known before the gradients (between refreshes, or a method that needs only its own state, or only the
 * losses, which a forward pass gives) and no task needs its own row, the step makes one weighted backward pass instead of K.
 */
final class TrainingStep {
    private final Cluster cluster;
    private final Bargainer bargainer;
    private final StepRows rows;
    private final StepWeights weights;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final ParameterLayout layout;
    private final StepSettings settings;

    TrainingStep(
            Cluster cluster,
            Bargainer bargainer,
            SharpnessPolicy sharpness,
            Optimizer optimizer,
            Schedule schedule,
            ParameterLayout layout,
            StepSettings settings) {
        this.cluster = cluster;
        this.bargainer = bargainer;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.layout = layout;
        this.settings = settings;
        rows = new StepRows(cluster, sharpness, settings);
        weights = new StepWeights(bargainer, rows, settings);
    }

    /** The state before the first step. */
    TrainingState initialState(float[] parameters) {
        int size = layout.tasks() * layout.shared();
        return TrainingState.initial(
                parameters,
                optimizer.initialState(),
                bargainer.initialState(layout.tasks()),
                new RowMemory(
                        new float[bargainer.remembersLossRows() ? size : 0],
                        new float[bargainer.remembersFlatRows() ? size : 0]),
                rows.initialMemory(),
                layout.tasks());
    }

    /** The step after {@code state}: its account and the state it leads to. */
    Advance run(TrainingState state) {
        PhaseClock clock = new PhaseClock();
        StepCost before = cluster.spent();
        int epoch = settings.epochOf(state.step());
        double rate = schedule.learningRate(epoch, state.plateau());
        try (Shared theta = cluster.share(state.parameters())) {
            clock.lap("broadcast");
            Optional<TaskWeights> known = weights.known(state).or(() -> weights.ofLosses(state, theta));
            if (weights.needLosses()) {
                clock.lap("losses");
            }
            boolean summed = known.isPresent() && rows.oneRowDoes(state);
            try (StepRows.Gathered gathered =
                    summed ? rows.weighted(theta, state, known.get().loss()) : rows.rows(theta, state)) {
                ShardGradients gradients = gathered.gradients();
                Optional<NonFinite> broken = gathered.firstNonFinite();
                clock.lap("reduction", gradients.seconds());
                if (broken.isPresent()) {
                    return leftOut(state, epoch, rate, gradients, broken.get(), before, clock);
                }
                // Before the rows are weighed: methods may change them first.
                Optional<StepAnalysis> analysis = settings.isAnalysed(state.step())
                        ? Optional.of(StepAnalysis.of(gradients, !summed))
                        : Optional.empty();
                analysis.ifPresent(made -> clock.lap("analysis"));
                StepWeights.Found found = weights.find(state, gradients, known, summed);
                AgreementPolicy.Decision decision = found.decision();
                clock.lap("solve");
                Direction direction = Direction.of(gradients, decision, layout, settings);
                clock.lap("combine");
                Optimizer.Result moved = optimizer.apply(
                        state.parameters(), state.optimizer(), direction.gradient(), rate, state.step());
                clock.lap("update");
                BargainingState bargaining = decision.next();
                if (weights.lookBack() && decision.lossOutcome().isPresent()) {
                    bargaining = lookBack(state, moved.parameters(), gradients, bargaining);
                    clock.lap("look-back");
                }
                TrainingState next = state.advanced(moved, bargaining, found.memory(), gathered.memory(), decision);
                return new Advance(
                        next,
                        new StepResult(
                                state.step(),
                                epoch,
                                gradients.losses(),
                                gradients.labels(),
                                gradients.perturbedLosses(),
                                decision.weights().loss(),
                                decision.weights().flat(),
                                decision.lossOutcome(),
                                decision.flatOutcome(),
                                rate,
                                direction.norm(),
                                Optional.empty(),
                                analysis,
                                decision.stop(),
                                cluster.spent().since(before),
                                gradients.errors(),
                                clock.seconds()));
            }
        }
    }

    private BargainingState lookBack(
            TrainingState state, float[] moved, ShardGradients gradients, BargainingState settled) {
        try (Shared theta = cluster.share(moved)) {
            double[] losses = rows.losses(theta, state.step());
            return weights.after(state, losses, gradients.present(), settled);
        }
    }

    private Advance leftOut(
            TrainingState state,
            int epoch,
            double rate,
            ShardGradients gradients,
            NonFinite broken,
            StepCost before,
            PhaseClock clock) {
        if (settings.onNonFinite() == TrainingConfig.OnNonFinite.FAIL) {
            throw new TrainingFailure(
                    "step " + (state.step() + 1) + ", task '" + settings.taskName(broken.task()) + "', shard "
                            + broken.shard() + ": the " + broken.what()
                            + " is not finite. Checkpoints so far are intact. Lower optimizer.learning-rate or sharpness.rho, check the"
                            + " scale of the data, or set training.on-non-finite = skip-step");
        }
        double[] none = new double[layout.tasks()];
        StepResult result = new StepResult(
                state.step(),
                epoch,
                gradients.losses(),
                gradients.labels(),
                gradients.perturbedLosses(),
                none,
                none,
                Optional.empty(),
                Optional.empty(),
                rate,
                Double.NaN,
                Optional.of(broken),
                Optional.empty(),
                false,
                cluster.spent().since(before),
                Map.of(),
                clock.seconds());
        return new Advance(state.skippingStep(), result);
    }

    /** A step's account and the state after it. */
    record Advance(TrainingState state, StepResult result) {}
}
