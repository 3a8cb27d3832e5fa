package io.plateau.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.data.Shard;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Loss;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScorerTest {
    private static final int ROWS = 512;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void givesWhatTrainingComputes(Activation activation) {
        MlpSpec model = ModelCases.mlp(activation, ModelCases.allHeads());
        float[] theta = model.initialParameters(4);
        MiniBatch batch = ModelCases.batch(model, 33, false, 5);
        try (Kernels kernels = new BlasKernels();
                Scorer scorer = Scorer.of(model, kernels, 33)) {
            scorer.load(theta);
            float[] outputs = new float[33 * model.outputs()];
            scorer.score(batch.x(), outputs);
            requireClose(outputs, expected(model, theta, batch, kernels));
        }
    }

    @Test
    void givesWhatTrainingComputesOfMolecules() {
        MpnnSpec model = ModelCases.mpnn(6, 5, 2, 3, ModelCases.allHeads());
        float[] theta = model.initialParameters(4);
        Shard shard = Molecule.shard(ModelCases.molecules(model, false, 7, 1, 5, 3, 9));
        MiniBatch batch = MiniBatch.of(shard, new int[] {0, 1, 2, 3});
        try (Kernels kernels = new BlasKernels();
                Scorer scorer = Scorer.of(model, kernels, 6)) {
            scorer.load(theta);
            float[] outputs = new float[6 * model.outputs()];
            scorer.score(shard.x(), shard.graphs().orElseThrow(), outputs);
            requireClose(Arrays.copyOf(outputs, 4 * model.outputs()), expected(model, theta, batch, kernels));
        }
    }

    private static float[] expected(ModelSpec model, float[] theta, MiniBatch batch, Kernels kernels) {
        float[] outputs = new float[batch.rows() * model.outputs()];
        try (TaskGradients network = new TaskGradients(model, kernels)) {
            network.load(theta);
            network.predict(batch, outputs);
        }
        return outputs;
    }

    private static void requireClose(float[] given, float[] expected) {
        assertThat(given).hasSameSizeAs(expected);
        for (int i = 0; i < given.length; i++) {
            assertThat(given[i]).isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
        }
    }

    /** Bit for bit: predictions must not depend on how a table is divided. */
    @ParameterizedTest
    @CsvSource({"64, 256, 256, 11", "5, 7, 6, 1", "21, 64, 64, 2", "3, 33, 1, 5", "130, 17, 300, 40"})
    void aRowGetsTheSameBitsWhereverItStands(int inputs, int first, int second, int tasks) {
        HeadSpec[] heads = IntStream.range(0, tasks)
                .mapToObj(task -> HeadSpec.regression("t" + task, Loss.MSE, 1))
                .toArray(HeadSpec[]::new);
        MlpSpec model = new MlpSpec(inputs, new int[] {first, second}, Activation.GELU, heads);
        Random random = new Random(8);
        float[] rows = gaussians(ROWS * inputs, random);
        try (Kernels kernels = new BlasKernels();
                Scorer scorer = Scorer.of(model, kernels, ROWS)) {
            scorer.load(model.initialParameters(9));
            float[] once = new float[ROWS * tasks];
            scorer.score(rows, once);
            // Other neighbours, and every place: row r goes to r + shift.
            for (int shift : new int[] {1, 2, 3, 5, 7, 11, 13, 64, 250, 511}) {
                float[] moved = gaussians(ROWS * inputs, random);
                System.arraycopy(rows, 0, moved, shift * inputs, (ROWS - shift) * inputs);
                float[] there = new float[ROWS * tasks];
                scorer.score(moved, there);
                assertThat(Arrays.copyOfRange(there, shift * tasks, ROWS * tasks))
                        .as("moved by %d", shift)
                        .isEqualTo(Arrays.copyOf(once, (ROWS - shift) * tasks));
            }
        }
    }

    private static float[] gaussians(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
