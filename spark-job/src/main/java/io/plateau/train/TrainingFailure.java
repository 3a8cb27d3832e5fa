package io.plateau.train;

/** A run that cannot go on: a gradient that is not finite, a solver that failed where the policy says stop. */
public final class TrainingFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The message names the step and, where known, task and shard, and the setting that changes the policy. */
    public TrainingFailure(String message) {
        super(message);
    }

    /** The same, with what was thrown below. */
    TrainingFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
