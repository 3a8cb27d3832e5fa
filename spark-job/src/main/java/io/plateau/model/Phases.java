package io.plateau.model;

import java.util.EnumMap;
import java.util.Map;

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

    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private long last;

    void start() {
        last = System.nanoTime();
    }

    /** The time since the last call of this method or of {@link #start} belongs to {@code phase}. */
    void end(Phase phase) {
        long now = System.nanoTime();
        nanos.merge(phase, now - last, Long::sum);
        last = now;
    }

    void reset() {
        nanos.clear();
    }

    double milliseconds(Phase phase) {
        return nanos.getOrDefault(phase, 0L) / 1e6;
    }
}
