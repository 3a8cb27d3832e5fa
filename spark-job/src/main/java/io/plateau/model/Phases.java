package io.plateau.model;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Wall-clock time by part of a step, since the last {@link #start}. Waits of an asynchronous back end fall where they occur. */
final class Phases {

    /** The parts of a step, in their order. */
    enum Phase {
        /** Shared forward pass, losses and their derivatives. */
        FORWARD,
        /** Backward passes at theta. */
        LOSS_GRADIENTS,
        /** Perturbation, forward and backward passes at the perturbed points, differences. */
        PERTURBED_GRADIENTS
    }

    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private long last;

    void start() {
        nanos.clear();
        last = System.nanoTime();
    }

    /** The time since the last call of this method or of {@link #start} belongs to {@code phase}. */
    void end(Phase phase) {
        long now = System.nanoTime();
        nanos.merge(phase, now - last, Long::sum);
        last = now;
    }

    /** Seconds by name, such as {@code loss-gradients}; only the phases that there were. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        nanos.forEach((phase, time) ->
                seconds.put(phase.name().toLowerCase(Locale.ROOT).replace('_', '-'), time * 1e-9));
        return seconds;
    }
}
