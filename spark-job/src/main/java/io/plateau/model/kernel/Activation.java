package io.plateau.model.kernel;

/** Activation functions of dense layers. */
public enum Activation {
    /** f(z) = z. */
    IDENTITY(true),
    /** f(z) = max(z, 0), f'(0) = 0. */
    RELU(true),
    /** f(z) = tanh z. */
    TANH(true),
    /** f(z) = 1 / (1 + exp(-z)). */
    SIGMOID(true),
    /** f(z) = z Phi(z) with the normal distribution function Phi (the exact form, not the tanh approximation). */
    GELU(false);

    private final boolean slopeFromOutput;

    Activation(boolean slopeFromOutput) {
        this.slopeFromOutput = slopeFromOutput;
    }

    /**
     * Whether f'(z) is a function of f(z). If not, {@link Kernels#activate} stores f'(z) in a window of its own, which
     * {@link Kernels#activateBackward} reads.
     */
    public boolean slopeFromOutput() {
        return slopeFromOutput;
    }
}
