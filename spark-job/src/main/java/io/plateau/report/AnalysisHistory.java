package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code analysis.jsonl} tells of a run: how often tasks are in conflict, and which pairs. Not thread-safe. */
final class AnalysisHistory {
    /** What is analysed, by its name in the log. */
    static final Map<String, String> PARTS = parts();

    private final int buckets;
    private final Map<String, DecimatedCurve> rates = new LinkedHashMap<>();
    private final Map<String, CosineFrames> cosines = new LinkedHashMap<>();

    /** A history with at most so many buckets per curve. */
    AnalysisHistory(int buckets) {
        this.buckets = buckets;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("gradients", "loss gradients");
        parts.put("flatness", "flatness components");
        parts.put("within-task", "loss against flatness");
        return parts;
    }

    void add(String text) {
        JsonNode line = LogLine.parse(text);
        if (!line.path("step").isIntegralNumber()) {
            return;
        }
        long step = line.path("step").longValue();
        for (String part : PARTS.keySet()) {
            JsonNode of = line.path(part);
            if (of.has("conflict-rate")) {
                rates.computeIfAbsent(part, none -> new DecimatedCurve(buckets))
                        .add((double) step, LogLine.number(of.path("conflict-rate")));
            }
            // Within a task there is one cosine per task, not a matrix.
            if (of.path("cosines").path(0).isArray()) {
                cosines.computeIfAbsent(part, none -> new CosineFrames()).add(step, of.path("cosines"));
            }
        }
    }

    /** The share of pairs in conflict, of a part; without points where there is none. */
    Curve rate(String part, String name, int run) {
        return rates.getOrDefault(part, new DecimatedCurve(1)).curve(name, run);
    }

    /** The parts with a matrix of cosines. */
    List<String> withCosines() {
        return List.copyOf(cosines.keySet());
    }

    /** Means of the cosines of a part. */
    Map<String, double[][]> cosines(String part) {
        return cosines.get(part).frames();
    }
}
