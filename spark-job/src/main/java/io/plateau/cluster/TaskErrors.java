package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.math.metric.ClassificationErrors;
import io.plateau.math.metric.RegressionErrors;
import io.plateau.model.HeadSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Loss;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors of one task over the labelled rows seen so far, in the units of the model's targets: one accumulator per target
 * column of a regression, or one for a classification. Mergeable; merging in one order gives one result, bit for bit.
 */
public final class TaskErrors implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<RegressionErrors> regression = new ArrayList<>();
    private final ClassificationErrors classification = new ClassificationErrors();

    private TaskErrors(HeadSpec head) {
        boolean classes = head.loss() == Loss.CROSS_ENTROPY || head.loss() == Loss.BINARY_CROSS_ENTROPY;
        if (!classes) {
            for (int column = 0; column < head.width(); column++) {
                regression.add(new RegressionErrors());
            }
        }
    }

    /** Accumulators that have seen nothing, one per task. */
    public static List<TaskErrors> none(ModelSpec model) {
        List<TaskErrors> errors = new ArrayList<>();
        model.heads().forEach(head -> errors.add(new TaskErrors(head)));
        return errors;
    }

    /** Adds the rows {@code from ..} of a shard, whose raw outputs (rows x all outputs) are given. */
    static void add(List<TaskErrors> errors, ModelSpec model, float[] outputs, Shard shard, int from, int rows) {
        int outputWidth = model.outputs();
        int targetWidth = shard.targets();
        for (int row = 0; row < rows; row++) {
            add(errors, model, outputs, row * outputWidth, shard.y(), (from + row) * targetWidth);
        }
    }

    /**
     * Adds one row to every task's errors.
     *
     * @param outputs raw outputs of rows, those of the row from {@code output} on
     * @param y targets of rows, those of the row from {@code target} on; NaN where the label is missing
     */
    public static void add(
            List<TaskErrors> errors, ModelSpec model, float[] outputs, int output, float[] y, int target) {
        int outputAt = output;
        int targetAt = target;
        for (int task = 0; task < errors.size(); task++) {
            HeadSpec head = model.heads().get(task);
            if (head.isLabelled(y, targetAt)) {
                errors.get(task).addRow(head, outputs, outputAt, y, targetAt);
            }
            outputAt += head.outputs();
            targetAt += head.width();
        }
    }

    private void addRow(HeadSpec head, float[] outputs, int output, float[] y, int target) {
        switch (head.loss()) {
            case BINARY_CROSS_ENTROPY -> classification.addLogit(outputs[output], (int) y[target]);
            case CROSS_ENTROPY -> classification.addLogits(outputs, output, head.outputs(), (int) y[target]);
            case MSE, L1, HUBER -> {
                for (int column = 0; column < head.width(); column++) {
                    regression.get(column).add(outputs[output + column], y[target + column]);
                }
            }
        }
    }

    /** Adds every task's errors to those of {@code sum}. */
    public static void merge(List<TaskErrors> sum, List<TaskErrors> part) {
        for (int task = 0; task < sum.size(); task++) {
            TaskErrors into = sum.get(task);
            TaskErrors from = part.get(task);
            for (int column = 0; column < into.regression.size(); column++) {
                into.regression.get(column).merge(from.regression.get(column));
            }
            into.classification.merge(from.classification);
        }
    }

    /** One accumulator per target column; empty for a classification. */
    public List<RegressionErrors> regression() {
        return regression;
    }

    /** Errors of a classification; has seen nothing for a regression. */
    public ClassificationErrors classification() {
        return classification;
    }
}
