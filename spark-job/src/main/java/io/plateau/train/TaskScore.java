package io.plateau.train;

import io.plateau.cluster.TaskErrors;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.math.metric.ClassificationErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well one task is solved on one split.
 *
 * @param task its name
 * @param metric the metric that tables show: "mae" in the task's unit, or "accuracy"
 * @param value its value; NaN without a labelled row
 * @param higherIsBetter whether a higher value is better
 * @param relative a scale-free error: mean squared error over the variance of the training targets, or log loss over that of a
 *     uniform guess; 1 is what a constant guess reaches, 0 is perfect
 * @param metrics every metric by name
 */
public record TaskScore(
        String task,
        String metric,
        double value,
        boolean higherIsBetter,
        double relative,
        Map<String, Double> metrics) {

    /** Turns errors in the model's units into metrics in the units of the data. */
    static TaskScore of(TaskSchema task, TaskErrors errors, boolean scaled) {
        return task.type() == TaskType.REGRESSION ? regression(task, errors, scaled) : classification(task, errors);
    }

    /** The mean over the columns of a vector task. */
    private static TaskScore regression(TaskSchema task, TaskErrors errors, boolean scaled) {
        double absolute = 0;
        double squared = 0;
        double relative = 0;
        int width = task.width();
        for (int column = 0; column < width; column++) {
            double std = task.std().get(column);
            double unit = scaled ? std : 1.0;
            double mse = errors.regression().get(column).meanSquaredError() * unit * unit;
            absolute += errors.regression().get(column).meanAbsoluteError() * unit / width;
            squared += mse / width;
            relative += mse / (std * std) / width;
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("mae", absolute);
        metrics.put("rmse", Math.sqrt(squared));
        metrics.put("relative", relative);
        return new TaskScore(task.name(), "mae", absolute, false, relative, metrics);
    }

    private static TaskScore classification(TaskSchema task, TaskErrors errors) {
        ClassificationErrors seen = errors.classification();
        double relative = seen.logLoss() / Math.log(task.classes());
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", seen.accuracy());
        metrics.put("log-loss", seen.logLoss());
        metrics.put("relative", relative);
        return new TaskScore(task.name(), "accuracy", seen.accuracy(), true, relative, metrics);
    }
}
