package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code steps.jsonl} tells of a run, in constant memory whatever its length. Not thread-safe. */
final class StepHistory {
    private static final int TIMES = 500;

    private final int buckets;
    private final Map<Figure, List<DecimatedCurve>> byTask = new EnumMap<>(Figure.class);
    private final DecimatedCurve times = new DecimatedCurve(TIMES);
    private final Map<String, Double> phases = new LinkedHashMap<>();
    private final RunCost.Sum cost = new RunCost.Sum();
    private double seconds;
    private long steps;
    private long broken;

    /** The figures of a task in a line. */
    enum Figure {
        /** Mean loss on the batch; 0, which means a batch without a label of the task, is left out. */
        LOSS,
        /** Loss at the task's perturbed point minus loss; none where the two are the same: not perturbed. */
        SHARPNESS,
        /** Weight of the loss gradient. */
        WEIGHT,
        /** Weight of the flatness component. */
        FLAT_WEIGHT
    }

    /** A history with at most so many buckets per curve. */
    StepHistory(int buckets) {
        this.buckets = buckets;
    }

    void add(String text) {
        JsonNode line = LogLine.parse(text);
        if (!line.path("step").isIntegralNumber()) {
            return;
        }
        steps++;
        double step = line.path("step").asDouble();
        seconds += RunCost.seconds(line);
        times.add(step, seconds);
        cost.add(line);
        broken += line.has("not-finite") ? 1 : 0;
        line.path("seconds")
                .fields()
                .forEachRemaining(
                        phase -> phases.merge(phase.getKey(), phase.getValue().asDouble(), Double::sum));
        JsonNode losses = line.path("losses");
        JsonNode perturbed = line.path("perturbed-losses");
        for (int task = 0; task < losses.size(); task++) {
            double loss = LogLine.number(losses.path(task));
            add(Figure.LOSS, task, step, loss == 0 ? Double.NaN : loss);
            double rise = LogLine.number(perturbed.path(task)) - loss;
            add(Figure.SHARPNESS, task, step, rise == 0 ? Double.NaN : rise);
            add(Figure.WEIGHT, task, step, LogLine.number(line.path("weights").path(task)));
            add(
                    Figure.FLAT_WEIGHT,
                    task,
                    step,
                    LogLine.number(line.path("flat-weights").path(task)));
        }
    }

    private void add(Figure figure, int task, double step, double value) {
        List<DecimatedCurve> curves = byTask.computeIfAbsent(figure, none -> new ArrayList<>());
        while (curves.size() <= task) {
            curves.add(new DecimatedCurve(buckets));
        }
        curves.get(task).add(step, value);
    }

    /** Number of steps. */
    long steps() {
        return steps;
    }

    /** Number of tasks. */
    int tasks() {
        return byTask.getOrDefault(Figure.LOSS, List.of()).size();
    }

    /** Steps that were left out because something was not finite. */
    long broken() {
        return broken;
    }

    /** Wall time of all steps, in seconds. */
    double seconds() {
        return seconds;
    }

    /** Milliseconds of a step by phase, on average over all steps. */
    Map<String, Double> phaseMillis() {
        Map<String, Double> millis = new LinkedHashMap<>();
        phases.forEach((phase, sum) -> millis.put(phase, 1e3 * sum / steps));
        return millis;
    }

    RunCost cost() {
        return cost.cost();
    }

    StepTimes times() {
        Curve curve = times.curve("", 0);
        return new StepTimes(curve.x(), curve.y());
    }

    /** The curve of a figure of a task; without points where the log has none. */
    Curve curve(Figure figure, int task, String name, int run) {
        List<DecimatedCurve> curves = byTask.getOrDefault(figure, List.of());
        return (task < curves.size() ? curves.get(task) : new DecimatedCurve(1)).curve(name, run);
    }
}
