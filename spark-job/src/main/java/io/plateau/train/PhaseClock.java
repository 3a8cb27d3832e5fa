package io.plateau.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** Wall time of the phases of one step, each measured from the end of the one before. */
final class PhaseClock {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    void lap(String phase) {
        long now = System.nanoTime();
        seconds.merge(phase, (now - last) * 1e-9, Double::sum);
        last = now;
    }

    /** As {@link #lap}, divided among named parts; what they leave belongs to {@code phase}. */
    void lap(String phase, Map<String, Double> parts) {
        parts.forEach((part, time) -> seconds.merge(part, time, Double::sum));
        lap(phase);
        double inside = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        seconds.computeIfPresent(phase, (name, time) -> time - inside);
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}
