package io.plateau.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.data.Graphs;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.model.MiniBatch;
import io.plateau.model.TaskGradients;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.util.Map;

/** What Plateau itself computes: raw outputs of the network, decoded here in double precision. */
final class OwnPredictions {
    private static final double TOLERANCE = 1e-5;

    private OwnPredictions() {}

    /** Compares every output of every row; the error is relative to the value, or to the scale of the task where that is more. */
    static void requireEqual(TrainedModel model, float[] x, Graphs graphs, Map<String, float[][]> outputs, int rows) {
        double[][] expected = of(model, x, graphs, rows);
        assertThat(outputs.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        model.dataset().tasks().stream().map(TaskSchema::name).toList());
        for (int row = 0; row < rows; row++) {
            int at = 0;
            for (TaskSchema task : model.dataset().tasks()) {
                float[] given = outputs.get(task.name())[row];
                assertThat(given).hasSize(task.labels().isEmpty() ? task.width() : task.classes());
                for (int c = 0; c < given.length; c++, at++) {
                    double scale = scale(model, task, c);
                    double size = Math.max(Math.abs(expected[row][at]), scale);
                    assertThat((double) given[c])
                            .as("row %d, %s %d", row, task.name(), c)
                            .isCloseTo(expected[row][at], within(TOLERANCE * size));
                }
            }
        }
    }

    /** Of a probability none: it is as exact as it is small. What is not scaled is of the size of the network's own outputs. */
    private static double scale(TrainedModel model, TaskSchema task, int column) {
        if (!task.labels().isEmpty()) {
            return 0;
        }
        return model.scaledTargets() ? task.std().get(column) : 1;
    }

    private static double[][] of(TrainedModel model, float[] x, Graphs graphs, int rows) {
        int width = model.spec().outputs();
        float[] raw = new float[rows * width];
        try (Kernels kernels = new BlasKernels();
                TaskGradients network = new TaskGradients(model.spec(), kernels)) {
            network.load(model.parameters());
            network.predict(new MiniBatch(rows, x, new float[rows * model.spec().targets()], graphs), raw);
        }
        double[][] decoded = new double[rows][];
        for (int row = 0; row < rows; row++) {
            decoded[row] = decode(model, raw, row * width);
        }
        return decoded;
    }

    private static double[] decode(TrainedModel model, float[] raw, int from) {
        double[] values = new double[64];
        int at = from;
        int filled = 0;
        for (TaskSchema task : model.dataset().tasks()) {
            if (task.type() == TaskType.REGRESSION) {
                for (int c = 0; c < task.width(); c++) {
                    values[filled++] = model.scaledTargets() ? task.original(c, raw[at++]) : raw[at++];
                }
            } else if (task.type() == TaskType.BINARY) {
                double odds = Math.exp(raw[at++]);
                values[filled++] = 1 / (1 + odds);
                values[filled++] = odds / (1 + odds);
            } else {
                double sum = 0;
                for (int c = 0; c < task.classes(); c++) {
                    sum += Math.exp(raw[at + c]);
                }
                for (int c = 0; c < task.classes(); c++) {
                    values[filled++] = Math.exp(raw[at++]) / sum;
                }
            }
        }
        return values;
    }
}
