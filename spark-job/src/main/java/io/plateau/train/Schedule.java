package io.plateau.train;

import io.plateau.conf.ScheduleConfig;

/** The learning rate as a function of the epoch and, for {@code plateau}, of the validation scores so far. Thread-safe. */
final class Schedule {
    /** Relative improvement below which a score does not count as better, as in PyTorch's ReduceLROnPlateau. */
    private static final double THRESHOLD = 1e-4;

    private final ScheduleConfig config;
    private final double base;
    private final int epochs;

    Schedule(ScheduleConfig config, double base, int epochs) {
        this.config = config;
        this.base = base;
        this.epochs = epochs;
    }

    /** The rate for the steps of the given epoch (counted from 0). */
    double learningRate(int epoch, PlateauState plateau) {
        return switch (config.type()) {
            case CONSTANT -> base;
            case STEP -> {
                int drops = epoch / config.stepEpochs();
                yield Math.max(config.minimum(), base * Math.pow(config.factor(), drops));
            }
            case COSINE -> {
                double progress = Math.min(1.0, (double) epoch / epochs);
                yield config.minimum() + 0.5 * (base - config.minimum()) * (1 + Math.cos(Math.PI * progress));
            }
            case PLATEAU -> Math.max(config.minimum(), base * plateau.scale());
        };
    }

    /**
     * The plateau's state after an evaluation with the given score (lower is better): after more than {@code patience}
     * evaluations in a row without an improvement the rate is multiplied by {@code factor}. NaN counts as no improvement.
     */
    PlateauState after(PlateauState state, double score) {
        // For negative scores (Delta_m) an improvement is a fall by a fraction of the magnitude.
        boolean better = score < state.best() - THRESHOLD * Math.abs(state.best())
                || (Double.isInfinite(state.best()) && score < state.best());
        if (better) {
            return new PlateauState(state.scale(), score, 0);
        }
        int bad = state.bad() + 1;
        return bad > config.patience()
                ? new PlateauState(state.scale() * config.factor(), state.best(), 0)
                : new PlateauState(state.scale(), state.best(), bad);
    }

    /** What {@code plateau} remembers: the factor reached, the best score and the evaluations since. */
    record PlateauState(double scale, double best, int bad) {
        static final PlateauState INITIAL = new PlateauState(1.0, Double.POSITIVE_INFINITY, 0);
    }
}
