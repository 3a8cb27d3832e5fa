package io.plateau.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.ReferenceKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives against central differences of the losses, in double. */
final class GradientCheckTest {
    private static final StepRequest PLAIN =
            StepRequest.rows(SharpnessMode.NONE, new Perturbation(0, 0, false, NormScope.SEPARATE));
    private static final double STEP = 1e-6;

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"IDENTITY", "RELU", "TANH", "SIGMOID", "GELU"})
    void everyActivationWithEveryLoss(Activation activation) {
        MlpSpec model = ModelCases.mlp(activation, ModelCases.allHeads());
        check(model, ModelCases.batch(model, 9, false, 3), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void missingLabels(int tasksAtOnce) {
        MlpSpec model = ModelCases.mlp(Activation.TANH, ModelCases.allHeads());
        check(model, ModelCases.batch(model, 12, true, 5), tasksAtOnce);
    }

    @Test
    void aTaskWithoutLabelsHasZeroRows() {
        MlpSpec model = ModelCases.mlp(Activation.TANH, ModelCases.allHeads());
        MiniBatch batch = ModelCases.batch(model, 4, false, 1);
        for (int row = 0; row < 4; row++) {
            batch.y()[row * model.targets() + 1] = Float.NaN;
        }
        try (Kernels kernels = new ReferenceKernels();
                TaskGradients gradients = new TaskGradients(model, kernels)) {
            gradients.load(ModelCases.parameters(model, 1));
            for (SharpnessMode mode : SharpnessMode.values()) {
                ShardGradient g = gradients.compute(
                        batch, StepRequest.rows(mode, new Perturbation(0.1, 0.1, true, NormScope.JOINT)));
                assertThat(g.labels()).containsExactly(4, 0, 4, 4, 4, 4, 4);
                assertThat(g.losses()[1]).isZero();
                assertThat(Rows.of(kernels, g.lossRows())[1]).containsOnly(0);
                assertThat(Rows.head(kernels, g.heads(), model, 1)).containsOnly(0);
                assertThat(Rows.of(kernels, g.lossRows())[0]).doesNotContain(Double.NaN);
            }
        }
    }

    private static void check(MlpSpec model, MiniBatch batch, int tasksAtOnce) {
        try (Kernels kernels = new ReferenceKernels(tasksAtOnce);
                TaskGradients gradients = new TaskGradients(model, kernels)) {
            double[] theta = ModelCases.parameters(model, 11);
            gradients.load(theta);
            ShardGradient g = gradients.compute(batch, PLAIN);
            double[][] rows = Rows.of(kernels, g.lossRows());
            double[][] heads = Rows.heads(kernels, g.heads(), model);
            ParameterLayout layout = model.layout();
            for (int i = 0; i < layout.size(); i++) {
                double[] slope = slope(gradients, batch, theta, i);
                for (int k = 0; k < model.tasks(); k++) {
                    int own = i - layout.shared() - layout.headOffset(k);
                    double expected;
                    if (i < layout.shared()) {
                        expected = rows[k][i];
                    } else {
                        expected = own >= 0 && own < layout.headSize(k) ? heads[k][own] : 0;
                    }
                    assertThat(slope[k])
                            .as("task %d by parameter %d", k, i)
                            .isCloseTo(expected, org.assertj.core.data.Offset.offset(2e-8));
                }
            }
        }
    }

    /** Central differences of all losses by one parameter. */
    private static double[] slope(TaskGradients gradients, MiniBatch batch, double[] theta, int i) {
        double[] moved = theta.clone();
        moved[i] = theta[i] + STEP;
        gradients.load(moved);
        double[] slope = gradients.losses(batch);
        moved[i] = theta[i] - STEP;
        gradients.load(moved);
        double[] below = gradients.losses(batch);
        for (int k = 0; k < slope.length; k++) {
            slope[k] = (slope[k] - below[k]) / (2 * STEP);
        }
        return slope;
    }
}
