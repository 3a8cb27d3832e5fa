package io.plateau.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.kernel.Kernels;

/** Everything inside the first step: gradients at theta, perturbations, gradients at the perturbed points, differences. */
final class SamStepStages {
    private final SamStepFile file;
    private final MlpSpec model;
    private final Kernels kernels;
    private final TaskGradients gradients;

    SamStepStages(SamStepFile file, MlpSpec model, Kernels kernels, TaskGradients gradients) {
        this.file = file;
        this.model = model;
        this.kernels = kernels;
        this.gradients = gradients;
    }

    void check(MiniBatch batch, StepRequest request, double[] theta, JsonNode stage) {
        ShardGradient plain = gradients.compute(batch, StepRequest.rows(SharpnessMode.NONE, request.perturbation()));
        close("losses", plain.losses(), stage.get("losses"));
        double[][] heads = Rows.heads(kernels, plain.heads(), model);
        rows("g_shared", plain, stage.get("g_shared"));
        heads("g_head", heads, stage.get("g_head"));

        ShardGradient g = gradients.compute(batch, request);
        close("sam_losses", g.perturbedLosses(), stage.get("sam_losses"));
        heads("sam_head", Rows.heads(kernels, g.heads(), model), stage.get("sam_head"));
        perturbations(theta, stage);
        double[][] loss = Rows.of(kernels, g.lossRows());
        double[][] flat = Rows.of(kernels, g.flatRows());
        for (int k = 0; k < flat.length; k++) {
            double[] perturbed = new double[flat[k].length];
            for (int i = 0; i < perturbed.length; i++) {
                perturbed[i] = loss[k][i] + flat[k][i];
            }
            shared("sam_shared " + k, perturbed, stage.get("sam_shared").get(k));
            shared("flat " + k, flat[k], stage.get("flat").get(k));
        }
    }

    private void perturbations(double[] theta, JsonNode stage) {
        Point perturbed = gradients.buffers().perturbed(model.tasks());
        double[][] shared = Rows.of(kernels, perturbed.shared());
        double[][] heads = Rows.heads(kernels, perturbed.heads(), model);
        ParameterLayout layout = model.layout();
        for (int k = 0; k < shared.length; k++) {
            subtract(shared[k], theta, 0);
            shared("eps_shared " + k, shared[k], stage.get("eps_shared").get(k));
            subtract(heads[k], theta, layout.shared() + layout.headOffset(k));
        }
        heads("eps_head", heads, stage.get("eps_head"));
    }

    private static void subtract(double[] from, double[] theta, int at) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= theta[at + i];
        }
    }

    private void rows(String what, ShardGradient g, JsonNode expected) {
        double[][] rows = Rows.of(kernels, g.lossRows());
        for (int k = 0; k < rows.length; k++) {
            shared(what + " " + k, rows[k], expected.get(k));
        }
    }

    private void shared(String what, double[] actual, JsonNode expected) {
        SamStepReferenceTest.close(what, actual, SamStepFile.ours(expected), file.stageTolerance());
    }

    private void heads(String what, double[][] actual, JsonNode expected) {
        for (int k = 0; k < actual.length; k++) {
            close(what + " " + k, actual[k], expected.get(k));
        }
    }

    private void close(String what, double[] actual, JsonNode expected) {
        SamStepReferenceTest.close(what, actual, expected, file.stageTolerance());
    }
}
