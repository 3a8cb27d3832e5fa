package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.math.metric.Spread;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the steps of a run cost, by its log: what the second gradients of a method come to beside plain training.
 *
 * @param millis median of a step's wall time, in milliseconds, evaluations aside; NaN for a run without lines
 * @param forwardPasses forward passes of a step, on average; NaN where they were not logged
 * @param backwardPasses backward passes, likewise
 * @param bytes sent, received and exchanged in a step, on average, likewise
 */
public record RunCost(double millis, double forwardPasses, double backwardPasses, double bytes) {

    /** The figures by name, in the order of tables. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("step-ms", millis);
        figures.put("forward-passes", forwardPasses);
        figures.put("backward-passes", backwardPasses);
        figures.put("bytes", bytes);
        return figures;
    }

    /** Adds up the lines of a log. Not thread-safe. */
    public static final class Sum {
        private double[] millis = new double[1024];
        private int steps;
        private long counted;
        private double forward;
        private double backward;
        private double bytes;

        /** Adds a line of {@code steps.jsonl}; one that cannot be read counts for nothing. */
        public void add(String line) {
            add(LogLine.parse(line));
        }

        void add(JsonNode line) {
            if (line.has("seconds")) {
                if (steps == millis.length) {
                    millis = Arrays.copyOf(millis, 2 * steps);
                }
                millis[steps++] = 1e3 * seconds(line);
            }
            if (line.has("forward-passes")) {
                counted++;
                forward += line.path("forward-passes").asDouble();
                backward += line.path("backward-passes").asDouble();
                bytes += line.path("bytes-sent").asDouble()
                        + line.path("bytes-received").asDouble()
                        + line.path("bytes-exchanged").asDouble();
            }
        }

        /** What the lines so far come to. */
        public RunCost cost() {
            return new RunCost(
                    Spread.median(Arrays.copyOf(millis, steps)),
                    forward / counted,
                    backward / counted,
                    bytes / counted);
        }
    }

    /** Wall time of a step: the sum of its phases. */
    static double seconds(JsonNode line) {
        double seconds = 0;
        for (JsonNode phase : line.path("seconds")) {
            seconds += phase.asDouble();
        }
        return seconds;
    }
}
