package io.plateau.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every back end's losses must do; the third part of {@link KernelsContract}. */
abstract class LossContract extends ActivationContract {
    private static final int HEADS = 3;
    private static final int ROWS = 9;

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lossesAndTheirDerivatives(Loss loss) {
        int outputs = loss == Loss.BINARY_CROSS_ENTROPY ? 1 : 4;
        int width = loss == Loss.CROSS_ENTROPY ? 1 : outputs;
        double[] o = random(ROWS * HEADS * outputs);
        Arrays.setAll(o, i -> 3 * o[i]);
        LossTerm term = new LossTerm(loss, 0.7, new double[] {1, 0.5, -2});
        agree(
                (kernels, buffers) -> kernels.losses(
                        term,
                        sideBySide(buffers[0], outputs),
                        sideBySide(buffers[1], width),
                        sideBySide(buffers[2], outputs)),
                o,
                targets(loss, width),
                random(o.length));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lossesWithoutDerivatives(Loss loss) {
        int outputs = loss == Loss.CROSS_ENTROPY ? 2 : 1;
        LossTerm term = LossTerm.unweighted(loss, 1, HEADS);
        agree(
                (kernels, buffers) ->
                        kernels.losses(term, sideBySide(buffers[0], outputs), sideBySide(buffers[1], 1), null),
                random(ROWS * HEADS * outputs),
                targets(loss, 1));
    }

    @Test
    void logitsOfAnySizeGiveFiniteLosses() {
        double[] logits = {-1e4, -90, 90, 1e4};
        try (Kernels kernels = subject();
                Buffer o = kernels.allocate(4);
                Buffer y = kernels.allocate(4);
                Buffer d = kernels.allocate(4)) {
            kernels.write(logits, 0, o, 0, 4);
            kernels.write(new double[] {1, 0, 1, 0}, 0, y, 0, 4);
            double[] binary = kernels.losses(
                    LossTerm.unweighted(Loss.BINARY_CROSS_ENTROPY, 1, 1),
                    batch(o, 0, 1, 4, 1),
                    batch(y, 0, 1, 4, 1),
                    batch(d, 0, 1, 4, 1));
            assertThat(binary[0]).isEqualTo(5000);
            double[] classes = kernels.losses(
                    LossTerm.unweighted(Loss.CROSS_ENTROPY, 1, 1),
                    batch(o, 0, 1, 1, 4),
                    batch(y, 0, 1, 1, 1),
                    batch(d, 0, 1, 1, 4));
            assertThat(classes[0]).isEqualTo(1e4 + 90);
            double[] derivatives = new double[4];
            kernels.read(d, 0, derivatives, 0, 4);
            assertThat(derivatives).containsExactly(0, -1, 0, 1);
        }
    }

    @Test
    void aClassIndexOutsideTheHeadIsRefused() {
        try (Kernels kernels = subject();
                Buffer o = kernels.allocate(3);
                Buffer y = kernels.allocate(1)) {
            kernels.fill(Matrix.dense(y, 0, 1, 1), 3);
            assertThatThrownBy(() -> kernels.losses(
                            LossTerm.unweighted(Loss.CROSS_ENTROPY, 1, 1),
                            batch(o, 0, 1, 1, 3),
                            batch(y, 0, 1, 1, 1),
                            null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("class index 3.0 for a head of 3 classes");
        }
    }

    /** Two rows of the first head and all of the last one are not labelled. */
    private double[] targets(Loss loss, int width) {
        double[] y = random(ROWS * HEADS * width);
        boolean classes = loss == Loss.CROSS_ENTROPY;
        for (int i = 0; i < y.length; i++) {
            y[i] = classes || loss == Loss.BINARY_CROSS_ENTROPY ? (y[i] > 0 ? 1 : 0) : y[i];
            int row = i / (HEADS * width);
            int head = i / width % HEADS;
            boolean hidden = head == 2 || (head == 0 && (row == 1 || row == 4));
            // One missing column is enough.
            y[i] = hidden && i % width == 0 ? Double.NaN : y[i];
        }
        return y;
    }

    private static Batch sideBySide(Buffer buffer, int columns) {
        return new Batch(buffer, 0, HEADS, columns, ROWS, columns, HEADS * columns);
    }
}
