package io.plateau.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Loss;
import io.plateau.model.kernel.ReferenceKernels;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole steps of a network that a user brings against the same network of this program, in double. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportedStepContract {
    private static final double CLOSE = 1e-4;
    private static final Perturbation RADII = new Perturbation(0.05, 0.1, false, NormScope.SEPARATE);

    private final MlpSpec builtIn = ModelCases.mlp(Activation.TANH, heads());
    private final ImportedSpec imported = imported(builtIn, builtIn.initialParameters(21));

    /** The network of a library with these parameters. */
    abstract ImportedSpec imported(MlpSpec builtIn, float[] parameters);

    /** Seven tasks whose losses the library has. */
    HeadSpec[] heads() {
        return ModelCases.allHeads();
    }

    static Stream<StepRequest> requests() {
        return FloatStepTest.requests();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRequestAgreesWithTheBuiltInNetwork(StepRequest request) {
        MiniBatch batch = ModelCases.batch(builtIn, 40, true, 2);
        double[] expected = StepResults.of(new ReferenceKernels(3), builtIn, batch, request);
        StepResults.assertAgree(StepResults.of(new BlasKernels(), imported, batch, request), expected, CLOSE);
    }

    @Test
    void initialParametersAreThoseOfTheFile() {
        assertThat(imported.initialParameters(5)).isEqualTo(builtIn.initialParameters(21));
        assertThat(imported.layout().shared()).isEqualTo(builtIn.layout().shared());
        assertThat(imported.layout().heads()).isEqualTo(builtIn.layout().heads());
    }

    @Test
    void predictionsAreTheRawOutputs() {
        MiniBatch batch = ModelCases.batch(builtIn, 30, true, 9);
        float[] expected = predicted(builtIn, batch);
        float[] actual = predicted(imported, batch);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
        }
        assertThat(expected).doesNotContain(0f);
    }

    private static float[] predicted(ModelSpec model, MiniBatch batch) {
        float[] out = new float[batch.rows() * model.outputs()];
        try (Kernels kernels = new BlasKernels();
                TaskGradients gradients = new TaskGradients(model, kernels)) {
            gradients.load(model.initialParameters(21));
            gradients.predict(batch, out);
        }
        return out;
    }

    @Test
    void aTaskWithoutLabelsHasZeroRows() {
        MiniBatch batch = ModelCases.batch(builtIn, 4, false, 1);
        for (int row = 0; row < 4; row++) {
            batch.y()[row * builtIn.targets() + 1] = Float.NaN;
        }
        try (Kernels kernels = new BlasKernels();
                TaskGradients gradients = new TaskGradients(imported, kernels)) {
            gradients.load(imported.initialParameters(0));
            ShardGradient g = gradients.compute(batch, StepRequest.rows(SharpnessMode.DECOMPOSED, RADII));
            assertThat(g.losses()[1]).isZero();
            assertThat(Rows.of(kernels, g.lossRows())[1]).containsOnly(0);
            assertThat(Rows.of(kernels, g.flatRows())[1]).containsOnly(0);
            assertThat(Rows.head(kernels, g.heads(), imported, 1)).containsOnly(0);
            assertThat(Rows.of(kernels, g.lossRows())[0]).doesNotContain(Double.NaN, 0.0);
        }
    }

    @Test
    void resultsDoNotDependOnEarlierCalls() {
        StepRequest request = StepRequest.rows(SharpnessMode.DECOMPOSED, RADII);
        MiniBatch small = ModelCases.batch(builtIn, 7, true, 1);
        double[] fresh = StepResults.of(new BlasKernels(), imported, small, request);
        try (Kernels kernels = new BlasKernels();
                TaskGradients gradients = new TaskGradients(imported, kernels)) {
            float[] elsewhere = new float[imported.layout().size()];
            gradients.load(elsewhere);
            gradients.compute(ModelCases.batch(builtIn, 64, true, 2), request);
            gradients.load(imported.initialParameters(21));
            gradients.predict(small, new float[7 * imported.outputs()]);
            assertThat(StepResults.flat(kernels, imported, gradients.compute(small, request)))
                    .isEqualTo(fresh);
        }
    }

    @Test
    void memoryDoesNotGrowOverHundredsOfSteps() {
        MlpSpec two = ModelCases.mlp(
                Activation.TANH, HeadSpec.regression("a", Loss.MSE, 1), HeadSpec.regression("b", Loss.MSE, 1));
        ImportedSpec model = imported(two, two.initialParameters(1));
        StepRequest request = StepRequest.rows(SharpnessMode.DECOMPOSED, RADII);
        try (Kernels kernels = new BlasKernels();
                TaskGradients gradients = new TaskGradients(model, kernels)) {
            gradients.load(model.initialParameters(1));
            MiniBatch batch = ModelCases.batch(model, 256, true, 3);
            long before = bytes(gradients, batch, request, 100);
            bytes(gradients, batch, request, 300);
            // One gradient row has some hundred floats: a leak of a single one in every step would show.
            assertThat(settled(before + 60_000)).isLessThan(before + 60_000);
        }
    }

    /** Native bytes in use after some steps. */
    private static long bytes(TaskGradients gradients, MiniBatch batch, StepRequest request, int steps) {
        for (int i = 0; i < steps; i++) {
            gradients.compute(batch, request);
        }
        return settled(0);
    }

    /** Native bytes in use once what the library leaves to the garbage collector, which works beside this thread, is gone. */
    private static long settled(long enough) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(enough == 0 ? 1 : 20);
        long bytes = Pointer.totalBytes();
        while (bytes >= enough && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            bytes = Pointer.totalBytes();
        }
        return bytes;
    }
}
