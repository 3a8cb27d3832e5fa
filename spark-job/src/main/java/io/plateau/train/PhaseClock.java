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

    Map<String, Double> seconds() {
        return seconds;
    }
}
