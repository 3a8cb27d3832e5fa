package io.plateau.train;

import io.plateau.conf.TrainingConfig;

/** When a run is over: epochs, steps or patience used up. A pure function of the state, so that a resumed run stops alike. */
final class StopRule {
    private final TrainingConfig config;
    private final int batchesPerEpoch;

    StopRule(TrainingConfig config, int batchesPerEpoch) {
        this.config = config;
        this.batchesPerEpoch = batchesPerEpoch;
    }

    boolean reached(TrainingState state) {
        return state.step() >= lastStep() || impatient(state);
    }

    /** Whether the validation score has not improved for {@code early-stopping-patience} evaluations. */
    boolean impatient(TrainingState state) {
        int patience = config.earlyStoppingPatience();
        return patience > 0 && state.best().since() >= patience;
    }

    /** Steps at most. */
    long lastStep() {
        long steps = (long) config.epochs() * batchesPerEpoch;
        return config.maxSteps() > 0 ? Math.min(steps, config.maxSteps()) : steps;
    }
}
