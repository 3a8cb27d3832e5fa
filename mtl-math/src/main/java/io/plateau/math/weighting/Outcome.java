package io.plateau.math.weighting;

/**
 * What a weighting found. Weights and certificates have one entry per task, are finite, and belong to the receiver of the
 * outcome alone.
 */
public sealed interface Outcome {
    /** The state for the next step. */
    MethodState next();

    /** How far the solver was from a solution, in its own measure; see the kinds. */
    double residual();

    /**
     * The same outcome with another state.
     *
     * @param state the state
     * @return the outcome whose {@link #next()} is {@code state}
     */
    Outcome withNext(MethodState state);

    /**
     * The weights on which the tasks agree.
     *
     * @param weights one weight per task
     * @param residual relative residual of the equation that defines the weights; 0 for a method without one
     * @param iterations iterations of the solver; 0 for a closed form
     * @param next the state for the next step
     */
    record Agreement(double[] weights, double residual, int iterations, MethodState next) implements Outcome {
        @Override
        public Agreement withNext(MethodState state) {
            return new Agreement(weights, residual, iterations, state);
        }
    }

    /**
     * No direction improves every task: some convex combination of the gradients vanishes (to rounding).
     *
     * @param certificate its coefficients {@code c >= 0}, {@code sum c = 1}, on gradients as they are
     * @param residual {@code ||sum c_k g_k|| / sum c_k ||g_k||}; 0 for a zero gradient
     * @param next the state for the next step
     */
    record ParetoStationary(double[] certificate, double residual, MethodState next) implements Outcome {
        @Override
        public ParetoStationary withNext(MethodState state) {
            return new ParetoStationary(certificate, residual, state);
        }
    }

    /**
     * The solver stopped before its tolerance.
     *
     * @param weights the best weights found
     * @param residual their relative residual
     * @param iterations iterations of the solver
     * @param next the state for the next step
     */
    record NotConverged(double[] weights, double residual, int iterations, MethodState next) implements Outcome {
        @Override
        public NotConverged withNext(MethodState state) {
            return new NotConverged(weights, residual, iterations, state);
        }
    }
}
