package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code epochs.jsonl} tells of a run: the scores of every task on every split that was evaluated. Not thread-safe. */
final class EpochHistory {
    private static final List<String> SPLITS = List.of("validation", "test", "train");
    private static final String UNIT = "unit";
    private static final String DELTA_M = "delta-m";

    private final int buckets;
    private final Set<String> tasks = new LinkedHashSet<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private final Map<Score, DecimatedCurve> scores = new LinkedHashMap<>();
    private final Map<String, DecimatedCurve> deltaM = new LinkedHashMap<>();
    private long epochs;
    private double bestStep = Double.NaN;

    /**
     * One figure.
     *
     * @param split "validation", "test" or "train"
     * @param task name of the task
     * @param metric "mae", "accuracy", ...
     */
    record Score(String split, String task, String metric) {}

    /** A history with at most so many buckets per curve. */
    EpochHistory(int buckets) {
        this.buckets = buckets;
    }

    void add(String text) {
        JsonNode line = LogLine.parse(text);
        if (!line.path("epoch").isIntegralNumber()) {
            return;
        }
        epochs++;
        double step = line.path("step").asDouble();
        if (line.path("best").asBoolean()) {
            bestStep = step;
        }
        for (String split : SPLITS) {
            String name = split.equals("validation") ? DELTA_M : split + "-" + DELTA_M;
            if (line.has(name)) {
                deltaM.computeIfAbsent(split, none -> new DecimatedCurve(buckets))
                        .add(step, LogLine.number(line.path(name)));
            }
            line.path(split).fields().forEachRemaining(task -> {
                tasks.add(task.getKey());
                add(split, task.getKey(), task.getValue(), step);
            });
        }
    }

    private void add(String split, String task, JsonNode metrics, double step) {
        metrics.fields().forEachRemaining(metric -> {
            if (metric.getKey().equals(UNIT)) {
                units.put(task, metric.getValue().asText());
            } else {
                scores.computeIfAbsent(new Score(split, task, metric.getKey()), none -> new DecimatedCurve(buckets))
                        .add(step, LogLine.number(metric.getValue()));
            }
        });
    }

    long epochs() {
        return epochs;
    }

    /** The step of the evaluation that the model was taken from; NaN without one. */
    double bestStep() {
        return bestStep;
    }

    /** Names of the tasks in their order; empty before the first evaluation. */
    List<String> tasks() {
        return new ArrayList<>(tasks);
    }

    /** The metric that tables show for a task, the first one; empty before the first evaluation. */
    String metricOf(String task) {
        return scores.keySet().stream()
                .filter(score -> score.task().equals(task))
                .map(Score::metric)
                .findFirst()
                .orElse("");
    }

    /** Unit of that metric; empty where there is none. */
    String unitOf(String task) {
        return units.getOrDefault(task, "");
    }

    /** The splits that were evaluated. */
    List<String> splits() {
        return SPLITS.stream()
                .filter(split ->
                        scores.keySet().stream().anyMatch(score -> score.split().equals(split)))
                .toList();
    }

    /** The curve of a score; without points where there is none. */
    Curve curve(Score score, String name, int run) {
        return scores.getOrDefault(score, new DecimatedCurve(1)).curve(name, run);
    }

    /** Delta_m on a split, in percent; without points where there is none. */
    Curve deltaM(String split, String name, int run) {
        return deltaM.getOrDefault(split, new DecimatedCurve(1)).curve(name, run);
    }
}
