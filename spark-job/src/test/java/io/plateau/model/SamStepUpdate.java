package io.plateau.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.math.aggregate.Bargain;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Arrays;

/** The end of a step: direction and new parameters, by plain gradient descent. */
final class SamStepUpdate {
    private final SamStepFile file;
    private final MlpSpec model;
    private final Kernels kernels;
    private final JsonNode expected;
    private final String method;
    private final double tolerance;

    SamStepUpdate(SamStepFile file, MlpSpec model, Kernels kernels, JsonNode expected, String method) {
        this.file = file;
        this.method = method;
        this.model = model;
        this.kernels = kernels;
        this.expected = expected;
        this.tolerance = file.updateTolerance(method);
    }

    /** Checks weights, direction and parameters, and returns the parameters after the step. */
    double[] apply(ShardGradient g, Bargain bargain, double[] theta) {
        double[] onLoss = weighted(bargain.lossWeights(), g.lossRows());
        weights("weights_loss", bargain.lossWeights());
        shared("update_loss", onLoss);
        double[] direction = onLoss.clone();
        if (g.flatRows() != null) {
            double[] onFlat = weighted(bargain.flatWeights(), g.flatRows());
            weights("weights_flat", bargain.flatWeights());
            shared("update_flat", onFlat);
            for (int i = 0; i < direction.length; i++) {
                direction[i] += onFlat[i];
            }
        }
        shared("update_shared", direction);
        double[] heads = new double[model.layout().heads()];
        kernels.read(g.heads(), 0, heads, 0, heads.length);
        SamStepReferenceTest.close("update_heads", heads, expected.get("update_heads"), tolerance);
        double[] after = theta.clone();
        for (int i = 0; i < after.length; i++) {
            double slope = i < direction.length ? direction[i] : heads[i - direction.length];
            after[i] -= file.learningRate() * slope;
        }
        shared("shared_after", Arrays.copyOf(after, direction.length));
        SamStepReferenceTest.close(
                "heads_after",
                Arrays.copyOfRange(after, direction.length, after.length),
                expected.get("heads_after"),
                tolerance);
        return after;
    }

    private double[] weighted(double[] weights, Matrix rows) {
        double[] sum = new double[rows.columns()];
        try (Buffer buffer = kernels.allocate(sum.length)) {
            kernels.weightedSum(weights, rows, 0, Matrix.dense(buffer, 0, 1, sum.length));
            kernels.read(buffer, 0, sum, 0, sum.length);
        }
        return sum;
    }

    private void weights(String what, double[] actual) {
        // Of CAGrad the file has the weights of the worst-case combination, not those of the direction.
        if (expected.hasNonNull(what) && !method.equals("cagrad")) {
            SamStepReferenceTest.close(what, actual, expected.get(what), tolerance);
        }
    }

    private void shared(String what, double[] actual) {
        if (expected.hasNonNull(what)) {
            SamStepReferenceTest.close(what, actual, SamStepFile.ours(expected.get(what)), tolerance);
        }
    }
}
