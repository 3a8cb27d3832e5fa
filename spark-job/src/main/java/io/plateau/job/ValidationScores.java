package io.plateau.job;

import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.math.metric.DeltaM;
import io.plateau.math.metric.Spread;
import io.plateau.report.ValidationLog;
import io.plateau.train.TaskScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what groups of trials are chosen, never by test rows: the best validation of each trial within some epochs, lower is better. Delta_m in
 * percent against the sweep's baseline group at the same epochs where there is one, else the score by which the trials choose their own
 * epochs (Delta_m against {@code evaluation.baseline}, else the mean relative error of the tasks).
 */
final class ValidationScores {
    private final Map<String, List<Double>> byGroup = new LinkedHashMap<>();
    private final boolean deltaM;
    private final String figure;

    private ValidationScores(boolean deltaM, String figure) {
        this.deltaM = deltaM;
        this.figure = figure;
    }

    /**
     * Scores the trials that train all tasks.
     *
     * @param trials the trials
     * @param logs what they have logged, by name
     * @param baseline group that Delta_m is taken against
     * @param stored the dataset with all its tasks
     * @param epochs epochs that count
     */
    static ValidationScores of(
            List<PlannedTrial> trials,
            Map<String, ValidationLog> logs,
            Optional<String> baseline,
            Dataset stored,
            int epochs) {
        List<PlannedTrial> full = PlannedTrial.ofAllTasks(trials, stored);
        List<TaskSchema> tasks = full.get(0).trained(stored).tasks();
        List<double[]> base = new ArrayList<>();
        for (PlannedTrial planned : full) {
            if (baseline.filter(planned.trial().group()::equals).isPresent()) {
                logs.get(planned.trial().name()).best(epochs).ifPresent(best -> base.add(metrics(best, tasks)));
            }
        }
        ValidationScores scores = new ValidationScores(
                !base.isEmpty(), base.isEmpty() ? "score" : "Delta_m % against " + baseline.orElseThrow());
        for (PlannedTrial planned : full) {
            Optional<ValidationLog.Evaluated> best =
                    logs.get(planned.trial().name()).best(epochs);
            double score = best.map(found -> base.isEmpty()
                            ? found.score()
                            : DeltaM.of(metrics(found, tasks), means(base), Comparison.higher(tasks)))
                    .filter(found -> !Double.isNaN(found))
                    .orElse(Double.POSITIVE_INFINITY);
            scores.byGroup
                    .computeIfAbsent(planned.trial().group(), none -> new ArrayList<>())
                    .add(score);
        }
        return scores;
    }

    /** What the numbers are. */
    String figure() {
        return figure;
    }

    /** The groups that were scored, in the order of the trials. */
    List<String> groups() {
        return List.copyOf(byGroup.keySet());
    }

    /** Over the trials of a group; infinite where one of them has none, as a failed one may. */
    Spread of(String group) {
        return Spread.of(
                byGroup.get(group).stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The same as text, with the deviation of several trials. */
    String text(String group) {
        return deltaM ? SweepTables.percent(of(group)) : ComparisonTable.cell(of(group));
    }

    private static double[] metrics(ValidationLog.Evaluated evaluated, List<TaskSchema> tasks) {
        return tasks.stream()
                .mapToDouble(task -> evaluated
                        .metrics()
                        .getOrDefault(task.name(), Map.of())
                        .getOrDefault(TaskScore.metricOf(task), Double.NaN))
                .toArray();
    }

    private static double[] means(List<double[]> rows) {
        double[] means = new double[rows.get(0).length];
        for (int task = 0; task < means.length; task++) {
            int column = task;
            means[task] = Spread.of(
                            rows.stream().mapToDouble(row -> row[column]).toArray())
                    .mean();
        }
        return means;
    }
}
