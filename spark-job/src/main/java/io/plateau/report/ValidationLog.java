package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the logs of a run tell of its validation, and of the time it took. Not thread-safe. */
public final class ValidationLog {
    private final List<Evaluated> evaluated = new ArrayList<>();
    private double seconds;

    /**
     * One evaluation.
     *
     * @param epochs number of completed epochs
     * @param score lower is better; NaN where nothing is labelled
     * @param metrics of every task by its name, each by the name of the metric
     */
    public record Evaluated(int epochs, double score, Map<String, Map<String, Double>> metrics) {}

    /** Adds a line of {@code epochs.jsonl}; one that cannot be read counts for nothing. */
    public void epoch(String text) {
        JsonNode line = LogLine.parse(text);
        if (!line.path("epoch").isIntegralNumber()) {
            return;
        }
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        line.path("validation").fields().forEachRemaining(task -> {
            Map<String, Double> ofTask = new LinkedHashMap<>();
            task.getValue()
                    .fields()
                    .forEachRemaining(metric -> ofTask.put(metric.getKey(), LogLine.number(metric.getValue())));
            metrics.put(task.getKey(), ofTask);
        });
        evaluated.add(new Evaluated(line.path("epoch").intValue(), LogLine.number(line.path("score")), metrics));
        seconds += line.path("seconds").asDouble();
    }

    /** Adds a line of {@code steps.jsonl}, likewise. */
    public void step(String line) {
        seconds += RunCost.seconds(LogLine.parse(line));
    }

    /** Number of epochs up to the last evaluation; 0 before the first. */
    public int epochs() {
        return evaluated.isEmpty() ? 0 : evaluated.get(evaluated.size() - 1).epochs();
    }

    /** Wall time of all steps and evaluations that the logs hold. */
    public double seconds() {
        return seconds;
    }

    /** The first evaluation with the lowest score within so many epochs; empty when none has a score. */
    public Optional<Evaluated> best(int epochs) {
        Evaluated best = null;
        for (Evaluated one : evaluated) {
            boolean counts = one.epochs() <= epochs && !Double.isNaN(one.score());
            if (counts && (best == null || one.score() < best.score())) {
                best = one;
            }
        }
        return Optional.ofNullable(best);
    }
}
