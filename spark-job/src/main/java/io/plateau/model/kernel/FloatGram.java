package io.plateau.model.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Gram matrix of float rows in double: slices of the rows are widened, products of floats are then exact, and BLAS adds them up
 * in double.
 */
final class FloatGram implements AutoCloseable {
    /** Numbers of a row at a time: the slices of a dozen rows fit the first-level cache. */
    private static final int SLICE = 256;

    private final Stage stage = new Stage();
    private final double[] wide = new double[SLICE];
    private DoublePointer slices;
    private DoublePointer sums;
    private DoubleBuffer slicesView;

    double[] gram(Matrix rows) {
        int n = rows.rows();
        double[] gram = new double[n * n];
        if (n == 0 || rows.columns() == 0) {
            return gram;
        }
        reserve(n);
        sums.put(gram, 0, gram.length);
        for (int at = 0; at < rows.columns(); at += SLICE) {
            int length = Math.min(SLICE, rows.columns() - at);
            for (int row = 0; row < n; row++) {
                widen(stage.load(rows, row, at, length), wide, length);
                slicesView.put(row * SLICE, wide, 0, length);
            }
            // A whole product although half of it is thrown away: with so few rows dsyrk takes three times as long.
            cblas_dgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, n, n, length, 1, slices, SLICE, slices, SLICE, 1, sums, n);
        }
        sums.get(gram, 0, gram.length);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                gram[i * n + j] = gram[j * n + i];
            }
        }
        return gram;
    }

    private static void widen(float[] from, double[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    private void reserve(int rows) {
        if (sums == null || sums.capacity() < (long) rows * rows) {
            close();
            slices = new DoublePointer((long) rows * SLICE);
            sums = new DoublePointer((long) rows * rows);
            slicesView = slices.asBuffer();
        }
    }

    @Override
    public void close() {
        if (sums != null) {
            slices.close();
            sums.close();
            sums = null;
        }
    }
}
