package io.plateau.ml;

import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Reads a network's outputs as numbers: original units for a regression; for a classification the probabilities of its classes and the
 * index of the likeliest, the first of equals. NaN outputs give NaN. Tasks have one value each, as those of a DataFrame do.
 */
final class TaskOutputs {
    private final List<TaskSchema> tasks;
    private final boolean scaled;

    TaskOutputs(List<TaskSchema> tasks, boolean scaled) {
        this.tasks = tasks;
        this.scaled = scaled;
    }

    /**
     * Reads one row.
     *
     * @param outputs of all tasks for many rows, row-major
     * @param offset where the row begins
     */
    Row row(float[] outputs, int offset) {
        double[] values = new double[tasks.size()];
        List<Vector> probabilities = new ArrayList<>();
        int at = offset;
        for (int t = 0; t < values.length; t++) {
            TaskSchema task = tasks.get(t);
            if (task.type() == TaskType.REGRESSION) {
                values[t] = scaled ? task.original(0, outputs[at]) : outputs[at];
            } else {
                double[] classes =
                        task.type() == TaskType.BINARY ? binary(outputs[at]) : softmax(outputs, at, task.classes());
                values[t] = likeliest(classes);
                probabilities.add(Vectors.dense(classes));
            }
            at += task.outputs();
        }
        return new Row(values, probabilities);
    }

    private static double[] binary(double logit) {
        double one = 1 / (1 + Math.exp(-logit));
        return new double[] {1 - one, one};
    }

    private static double[] softmax(float[] logits, int at, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) {
            largest = Math.max(largest, logits[at + c]);
        }
        double[] shares = new double[count];
        double sum = 0;
        for (int c = 0; c < count; c++) {
            shares[c] = Math.exp(logits[at + c] - largest);
            sum += shares[c];
        }
        for (int c = 0; c < count; c++) {
            shares[c] /= sum;
        }
        return shares;
    }

    private static double likeliest(double[] shares) {
        int best = 0;
        for (int c = 0; c < shares.length; c++) {
            if (Double.isNaN(shares[c])) {
                return Double.NaN;
            }
            best = shares[c] > shares[best] ? c : best;
        }
        return best;
    }

    /**
     * One row.
     *
     * @param values one per task
     * @param probabilities of the classes, one vector per classification
     */
    record Row(double[] values, List<Vector> probabilities) {}
}
