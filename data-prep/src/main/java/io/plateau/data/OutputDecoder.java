package io.plateau.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the raw outputs of a model into what a reader of predictions wants: original units for regression, the most probable label
 * and its probability for classification. Raw outputs are laid out task after task, {@link TaskSchema#outputs()} each: standardised
 * values, one logit of label 1 (binary), or one logit per label. Immutable and thread-safe.
 */
public final class OutputDecoder {

    private final List<TaskSchema> tasks;
    private final boolean scaledTargets;

    private OutputDecoder(List<TaskSchema> tasks, boolean scaledTargets) {
        this.tasks = tasks;
        this.scaledTargets = scaledTargets;
    }

    /**
     * A decoder for models trained on a dataset.
     *
     * @param dataset the dataset
     * @param scaledTargets whether the model was trained on standardised regression targets
     * @return the decoder
     */
    public static OutputDecoder of(Dataset dataset, boolean scaledTargets) {
        return new OutputDecoder(dataset.tasks(), scaledTargets);
    }

    /**
     * The decoded columns: a double named like the source column for regression; for classification a string named like it and a
     * double {@code NAME_probability}.
     *
     * @return names and types, in the order of {@link #decode}
     */
    public StructType schema() {
        StructType schema = new StructType();
        for (TaskSchema task : tasks) {
            if (task.type() == TaskType.REGRESSION) {
                for (String column : task.columns()) {
                    schema = schema.add(column, DataTypes.DoubleType, false);
                }
            } else {
                schema = schema.add(task.name(), DataTypes.StringType, false)
                        .add(task.name() + "_probability", DataTypes.DoubleType, false);
            }
        }
        return schema;
    }

    /**
     * Decodes one row.
     *
     * @param outputs raw outputs of all tasks for many rows, row-major
     * @param offset where the row begins
     * @return a Double or String per column of {@link #schema()}; NaN outputs give NaN values and probabilities
     */
    public List<Object> decode(float[] outputs, int offset) {
        List<Object> values = new ArrayList<>();
        int at = offset;
        for (TaskSchema task : tasks) {
            if (task.type() == TaskType.REGRESSION) {
                for (int c = 0; c < task.width(); c++) {
                    double value = outputs[at + c];
                    values.add(scaledTargets ? task.original(c, value) : value);
                }
            } else {
                int label = label(task, outputs, at);
                values.add(task.labels().get(label));
                values.add(probability(task, outputs, at, label));
            }
            at += task.outputs();
        }
        return values;
    }

    /**
     * Decodes many rows, column by column: the same numbers as {@link #decode(float[], int)}, with the index of a label in place of the
     * label.
     *
     * @param outputs raw outputs of all tasks, row-major
     * @param rows how many rows to decode
     * @param columns receives a column per column of {@link #schema()}
     */
    public void decode(float[] outputs, int rows, double[][] columns) {
        decode(outputs, rows, columns, columns);
    }

    /**
     * Decodes the outputs of another model as far as they speak of what one has predicted: regressions, and the probabilities of the
     * labels that were predicted.
     *
     * @param predicted columns of {@link #decode(float[], int, double[][])}
     * @param outputs raw outputs of all tasks, row-major
     * @param rows how many rows to decode
     * @param columns receives a column per column of {@link #schema()}; those of labels are left alone
     */
    public void decodeAs(double[][] predicted, float[] outputs, int rows, double[][] columns) {
        decode(outputs, rows, columns, predicted);
    }

    private void decode(float[] outputs, int rows, double[][] columns, double[][] labels) {
        int width = tasks.stream().mapToInt(TaskSchema::outputs).sum();
        int at = 0;
        int column = 0;
        for (TaskSchema task : tasks) {
            if (task.type() == TaskType.REGRESSION) {
                for (int c = 0; c < task.width(); c++) {
                    double std = scaledTargets ? task.std().get(c) : 1;
                    double mean = scaledTargets ? task.mean().get(c) : 0;
                    numbers(outputs, at + c, width, rows, std, mean, columns[column++]);
                }
            } else {
                if (labels == columns) {
                    for (int row = 0; row < rows; row++) {
                        columns[column][row] = label(task, outputs, row * width + at);
                    }
                }
                for (int row = 0; row < rows; row++) {
                    int label = (int) labels[column][row];
                    columns[column + 1][row] = probability(task, outputs, row * width + at, label);
                }
                column += 2;
            }
            at += task.outputs();
        }
    }

    private static void numbers(float[] outputs, int from, int step, int rows, double std, double mean, double[] to) {
        for (int row = 0, at = from; row < rows; row++, at += step) {
            to[row] = outputs[at] * std + mean;
        }
    }

    /** The most probable label; of equal ones the first. */
    private static int label(TaskSchema task, float[] outputs, int at) {
        if (task.type() == TaskType.BINARY) {
            return one(outputs[at]) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < task.classes(); c++) {
            if (outputs[at + c] > outputs[at + best]) {
                best = c;
            }
        }
        return best;
    }

    private static double probability(TaskSchema task, float[] outputs, int at, int label) {
        if (task.type() == TaskType.BINARY) {
            return label == 1 ? one(outputs[at]) : 1 - one(outputs[at]);
        }
        double sum = 0;
        for (int c = 0; c < task.classes(); c++) {
            sum += Math.exp((double) outputs[at + c] - outputs[at + label]);
        }
        return 1 / sum;
    }

    private static double one(float logit) {
        return 1 / (1 + Math.exp(-(double) logit));
    }
}
