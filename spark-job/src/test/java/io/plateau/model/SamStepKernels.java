package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Matrix;
import io.plateau.model.kernel.ReferenceKernels;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * The reference back end with two habits of the reference steps: their inputs are doubles, where a mini-batch has floats, and
 * they divide by the norm + 1e-12, which their tolerance can tell from the norm.
 */
final class SamStepKernels extends ReferenceKernels {
    private final IdentityHashMap<float[], double[]> exact = new IdentityHashMap<>();

    private final double rho;

    SamStepKernels(double rho) {
        this.rho = rho;
    }

    /** A mini-batch that arrives in the buffers as the given doubles. */
    MiniBatch batch(int rows, double[] x, double[] y) {
        return new MiniBatch(rows, rounded(x), rounded(y));
    }

    private float[] rounded(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        exact.put(floats, values);
        return floats;
    }

    @Override
    public void write(float[] from, int start, Buffer to, long at, int length) {
        double[] values = exact.get(from);
        if (values == null) {
            super.write(from, start, to, at, length);
        } else {
            write(Arrays.copyOfRange(values, start, start + length), 0, to, at, length);
        }
    }

    @Override
    public void perturb(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        super.perturb(origin, stabilised(factors), directions, out);
    }

    @Override
    public void perturbAdaptive(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        super.perturbAdaptive(origin, stabilised(factors), directions, out);
    }

    /** rho / norm becomes rho / (norm + 1e-12). */
    private double[] stabilised(double[] factors) {
        return Arrays.stream(factors)
                .map(factor -> rho / (rho / factor + 1e-12))
                .toArray();
    }
}
