package io.plateau.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.math.aggregate.Bargain;
import io.plateau.math.aggregate.Bargainer;
import io.plateau.math.aggregate.FlatScale;
import io.plateau.math.linalg.Gram;
import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.math.weighting.Weighting;
import io.plateau.math.weighting.Weightings;
import io.plateau.model.kernel.Kernels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole steps against an independent implementation in double: gradients, perturbations, flat components, weights, updates and
 * parameters of three steps, for separate and joint norms, plain and adaptive radii, six methods, decomposed and direct ({@code
 * a-*}).
 *
 * <p>A vector agrees if its largest error is at most the file's tolerance times its largest entry.
 */
final class SamStepReferenceTest {
    private static final Map<String, String> NAMES =
            Map.of("ls", "ls", "nashmtl", "nash-mtl", "mgda", "mgda", "imtlg", "imtl-g");

    @TestFactory
    Stream<DynamicTest> everyRun() throws IOException {
        SamStepFile file = SamStepFile.open();
        assertThat(file.runs()).hasSize(48);
        return Stream.iterate(0, i -> i < file.runs().size(), i -> i + 1)
                .map(i -> DynamicTest.dynamicTest(
                        name(file.runs().get(i)),
                        () -> reproduce(file, file.runs().get(i))));
    }

    private static String name(JsonNode run) {
        return run.get("method").asText()
                + (run.get("joint").asBoolean() ? ", joint norm" : ", separate norms")
                + (run.get("adaptive").asBoolean() ? ", adaptive" : "");
    }

    private static void reproduce(SamStepFile file, JsonNode run) {
        MlpSpec model = file.model();
        double[] x = file.x();
        double[] y = file.y();
        int rows = x.length / model.inputs();
        boolean direct = run.get("method").asText().startsWith("a-");
        String method = run.get("method").asText().replace("a-", "");
        double tolerance = file.updateTolerance(method);
        double rho = run.get("rho").asDouble();
        NormScope scope = run.get("joint").asBoolean() ? NormScope.JOINT : NormScope.SEPARATE;
        StepRequest request = StepRequest.rows(
                direct ? SharpnessMode.DIRECT : SharpnessMode.DECOMPOSED,
                new Perturbation(rho, rho, run.get("adaptive").asBoolean(), scope));
        double[] theta = file.parameters();
        try (SamStepKernels kernels = new SamStepKernels(rho);
                TaskGradients gradients = new TaskGradients(model, kernels)) {
            MiniBatch batch = kernels.batch(rows, x, y);
            for (int step = 0; step < run.get("steps").size(); step++) {
                JsonNode expected = run.get("steps").get(step);
                gradients.load(theta);
                if (expected.has("stage")) {
                    new SamStepStages(file, model, kernels, gradients)
                            .check(batch, request, theta, expected.get("stage"));
                }
                ShardGradient g = gradients.compute(batch, request);
                Bargain bargain = bargain(file, step, method, kernels, g);
                theta = new SamStepUpdate(file, model, kernels, expected, method).apply(g, bargain, theta);
            }
            gradients.load(theta);
            close("final losses", gradients.losses(batch), run.get("final_losses"), tolerance);
        }
    }

    private static Bargain bargain(SamStepFile file, int step, String method, Kernels kernels, ShardGradient g) {
        Gram loss = Gram.of(g.lossRows().rows(), kernels.gram(g.lossRows()));
        Gram flat = g.flatRows() == null ? null : Gram.of(g.flatRows().rows(), kernels.gram(g.flatRows()));
        Bargainer bargainer =
                new Bargainer(weighting(file, step, method, 0), weighting(file, step, method, 1), FlatScale.OWN);
        boolean[] present = new boolean[g.losses().length];
        Arrays.fill(present, true);
        return bargainer.settle(loss, flat, g.losses(), present, step, 0, 1, bargainer.initialState(present.length));
    }

    private static Weighting weighting(SamStepFile file, int step, String method, int part) {
        return switch (method) {
            case "pcgrad" -> Weightings.pcGradInOrder(file.orders(step, part), true, false);
            case "cagrad" -> Weightings.create(
                    "cagrad", Map.of("c", file.caGradRadius(), "rescale", file.caGradRescale(), "form", "public"));
            default -> Weightings.create(NAMES.get(method), Map.of());
        };
    }

    static void close(String what, double[] actual, JsonNode expected, double tolerance) {
        close(what, actual, SamStepFile.flat(expected), tolerance);
    }

    static void close(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            error = Math.max(error, Math.abs(actual[i] - expected[i]));
        }
        assertThat(error)
                .as("error of %s, whose largest entry is %s", what, scale)
                .isLessThanOrEqualTo(tolerance * scale);
    }
}
