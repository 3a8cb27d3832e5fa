package io.plateau.conf;

/**
 * Section {@code bargaining}.
 *
 * @param refreshEvery steps between two bargains, at least 1
 * @param onStationary what to do where no common descent direction is left
 * @param onNotConverged what to do when the solver ran out of iterations
 */
public record BargainingConfig(int refreshEvery, OnStationary onStationary, OnNotConverged onNotConverged) {

    /** Policies at a Pareto stationary point. */
    public enum OnStationary {
        /** Leave the shared parameters as they are for this step. */
        SKIP,
        /** Use the mean of the gradients. */
        MEAN,
        /** End the run successfully. */
        STOP
    }

    /** Policies for a solver that did not converge. */
    public enum OnNotConverged {
        /** Use the weights it reached. */
        USE,
        /** Leave the shared parameters as they are for this step. */
        SKIP,
        /** Fail the run. */
        STOP
    }

    static BargainingConfig from(Section bargaining) {
        return new BargainingConfig(
                bargaining.whole("refresh-every", 1, 1_000_000),
                bargaining.choice("on-stationary", OnStationary.class),
                bargaining.choice("on-not-converged", OnNotConverged.class));
    }
}
