package io.plateau.model;

/** Wall-clock time by part of a step, since the last {@link #reset}. Waits of an asynchronous back end fall where they occur. */
final class Phases {

    /** The parts of a step. */
    enum Phase {
        /** Shared forward pass, losses and their derivatives. */
        FORWARD,
        /** Backward passes at theta. */
        GRADIENTS,
        /** Perturbation, forward and backward passes at the perturbed points, differences. */
        PERTURBED
    }

    private final long[] nanos = new long[Phase.values().length];
    private long last;

    void start() {
        last = System.nanoTime();
    }

    /** The time since the last call of this method or of {@link #start} belongs to {@code phase}. */
    void end(Phase phase) {
        long now = System.nanoTime();
        nanos[phase.ordinal()] += now - last;
        last = now;
    }

    void reset() {
        java.util.Arrays.fill(nanos, 0);
    }

    double milliseconds(Phase phase) {
        return nanos[phase.ordinal()] / 1e6;
    }
}
