package io.plateau.model.kernel;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every back end's activations must do; the second part of {@link KernelsContract}. */
abstract class ActivationContract extends KernelsContract {

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsForwardAndBackward(Activation f) {
        for (int[] shape : new int[][] {{5, 7}, {300, 16}, {3, 2500}, {40, 1}, {0, 4}}) {
            int rows = shape[0];
            int columns = shape[1];
            int size = 3 * rows * columns;
            double[] z = random(size);
            Arrays.setAll(z, i -> 4 * z[i]);
            agree(
                    (kernels, buffers) -> {
                        Batch values = batch(buffers[0], 0, 3, rows, columns);
                        Batch slope = f.slopeFromOutput() ? values : batch(buffers[3], 0, 3, rows, columns);
                        kernels.activate(f, batch(buffers[1], 0, 1, 1, columns), values, slope);
                        kernels.activateBackward(
                                f,
                                slope,
                                batch(buffers[2], 0, 3, rows, columns),
                                batch(buffers[1], columns, 3, 1, columns));
                        return null;
                    },
                    z,
                    random(4 * columns),
                    random(size),
                    random(size));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void oneForwardPassServesManyBackwardPasses(Activation f) {
        double[] outputs = random(30);
        // What comes out of relu is not negative, and often 0.
        Arrays.setAll(outputs, i -> f == Activation.RELU ? Math.max(outputs[i], 0) : outputs[i]);
        outputs[3] = f == Activation.RELU ? Float.MIN_VALUE : outputs[3];
        agree(
                (kernels, buffers) -> {
                    Batch slope = batch(buffers[0], 0, 1, 6, 5);
                    kernels.activateBackward(f, slope, batch(buffers[1], 0, 4, 6, 5), batch(buffers[2], 0, 4, 1, 5));
                    return null;
                },
                outputs,
                random(120),
                random(20));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsFarOut(Activation f) {
        double[] z = {
            -1e30,
            -200,
            -30,
            -12.5,
            -9,
            -5,
            -1e-3,
            -1e-30,
            0,
            1e-30,
            1e-3,
            3.9,
            8.9,
            9.1,
            30,
            88.8,
            200,
            1e18,
            Double.NaN
        };
        agree(
                (kernels, buffers) -> {
                    Batch values = batch(buffers[0], 0, 1, 1, z.length);
                    Batch slope = f.slopeFromOutput() ? values : batch(buffers[3], 0, 1, 1, z.length);
                    kernels.activate(f, batch(buffers[1], 0, 1, 1, z.length), values, slope);
                    kernels.activateBackward(
                            f, slope, batch(buffers[2], 0, 1, 1, z.length), batch(buffers[1], 0, 1, 1, z.length));
                    return null;
                },
                z,
                new double[z.length],
                random(z.length),
                random(z.length));
    }
}
