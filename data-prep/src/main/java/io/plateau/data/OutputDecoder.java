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
            } else if (task.type() == TaskType.BINARY) {
                double one = 1 / (1 + Math.exp(-(double) outputs[at]));
                values.add(task.labels().get(one > 0.5 ? 1 : 0));
                values.add(one > 0.5 ? one : 1 - one);
            } else {
                decodeClass(task, outputs, at, values);
            }
            at += task.outputs();
        }
        return values;
    }

    private static void decodeClass(TaskSchema task, float[] outputs, int at, List<Object> values) {
        int best = 0;
        for (int c = 1; c < task.classes(); c++) {
            if (outputs[at + c] > outputs[at + best]) {
                best = c;
            }
        }
        double sum = 0;
        for (int c = 0; c < task.classes(); c++) {
            sum += Math.exp((double) outputs[at + c] - outputs[at + best]);
        }
        values.add(task.labels().get(best));
        values.add(1 / sum);
    }
}
