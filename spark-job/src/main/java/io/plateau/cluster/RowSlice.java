package io.plateau.cluster;

import io.plateau.model.SecondPass;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some {@link Grains} of all summed rows, and what is done with them where they lie. Slices with kernels of their own may work at once. */
final class RowSlice {
    /** Coordinates that are edited at once: they stay in the cache. */
    private static final int EDITED = 1 << 12;

    private final Kernels kernels;
    private final int from;
    private final int grain;
    private final Matrix loss;
    private Matrix flat;
    private final Matrix direction;

    /**
     * A slice.
     *
     * @param from number of its first coordinate
     * @param grain coordinates of a grain
     * @param flat null when there are no flatness components
     * @param direction a row to combine into
     */
    RowSlice(Kernels kernels, int from, int grain, Matrix loss, Matrix flat, Matrix direction) {
        this.kernels = kernels;
        this.from = from;
        this.grain = grain;
        this.loss = loss;
        this.flat = flat;
        this.direction = direction;
    }

    /** Rows that lie in one place, as one slice. */
    static RowSlice whole(Kernels kernels, Matrix loss, Matrix flat, Matrix direction) {
        return new RowSlice(kernels, 0, Grains.width(direction.columns()), loss, flat, direction);
    }

    /** The length of whole rows. */
    static int end(List<RowSlice> slices) {
        RowSlice last = slices.get(slices.size() - 1);
        return last.from + last.direction.columns();
    }

    /** The number of its first coordinate. */
    int from() {
        return from;
    }

    int width() {
        return direction.columns();
    }

    /** Coordinates of a grain. */
    int grain() {
        return grain;
    }

    int rows() {
        return loss.rows();
    }

    /** A copy of the loss rows, one after another. */
    float[] lossFloats() {
        return floats(loss);
    }

    /** A copy of the flat rows. */
    float[] flatFloats() {
        return floats(flat);
    }

    private float[] floats(Matrix rows) {
        float[] values = new float[Math.multiplyExact(rows.rows(), rows.columns())];
        for (int row = 0; row < rows.rows(); row++) {
            kernels.read(rows.buffer(), start(rows, row), values, row * rows.columns(), rows.columns());
        }
        return values;
    }

    boolean hasFlat() {
        return flat != null;
    }

    /** The parts of the Gram matrix of the loss rows, row-major, grain by grain. */
    List<double[]> gram() {
        return byGrain((at, length) -> kernels.gram(loss.columns(at, length)));
    }

    List<double[]> flatGram() {
        return byGrain((at, length) -> kernels.gram(flat.columns(at, length)));
    }

    /** The parts of {@code g_k . f_k}, grain by grain. */
    List<double[]> lossDotFlat() {
        return byGrain((at, length) -> kernels.rowDots(loss.columns(at, length), flat.columns(at, length)));
    }

    private List<double[]> byGrain(Part part) {
        List<double[]> parts = new ArrayList<>();
        for (int at = 0; at < loss.columns(); at += grain) {
            parts.add(part.of(at, Math.min(grain, loss.columns() - at)));
        }
        return parts;
    }

    /** The combination of the rows. */
    float[] combined(double[] lossWeights, double[] flatWeights) {
        combine(lossWeights, flatWeights);
        return floats(direction);
    }

    /** Combines the rows into the slice's part of {@code combined}. */
    void combine(double[] lossWeights, double[] flatWeights, float[] combined) {
        combine(lossWeights, flatWeights);
        kernels.read(direction.buffer(), direction.offset(), combined, from, direction.columns());
    }

    /** Grain by grain: how BLAS rounds such sums depends on the number of columns. */
    private void combine(double[] lossWeights, double[] flatWeights) {
        for (int at = 0; at < loss.columns(); at += grain) {
            int length = Math.min(grain, loss.columns() - at);
            Matrix part = direction.columns(at, length);
            kernels.weightedSum(lossWeights, loss.columns(at, length), 0.0, part);
            if (flat != null) {
                kernels.weightedSum(flatWeights, flat.columns(at, length), 1.0, part);
            }
        }
    }

    void edit(RowEdit edit) {
        for (int at = 0; at < loss.columns(); at += EDITED) {
            int length = Math.min(EDITED, loss.columns() - at);
            float[][] ofLoss = read(loss, at, length);
            float[][] ofFlat = flat == null ? null : read(flat, at, length);
            edit.rows(ofLoss, ofFlat, from + at);
            if (edit.changesLoss()) {
                write(ofLoss, loss, at);
            }
            if (ofFlat != null && edit.changesFlat()) {
                write(ofFlat, flat, at);
            }
        }
    }

    /** Adds the flat rows to the loss rows; then there are none. */
    void merge() {
        double[] ones = new double[loss.rows()];
        Arrays.fill(ones, 1);
        kernels.accumulate(ones, flat, loss);
        flat = null;
    }

    /** These loss rows with {@code f_k = s_k - g_k} of the chosen tasks, from rows s_k that another slice holds as its flat ones. */
    RowSlice with(RowSlice second, SecondPass chosen) {
        for (int task = 0; task < loss.rows(); task++) {
            if (chosen.includes(task)) {
                kernels.subtract(second.flat.rows(task, 1), loss.rows(task, 1));
            }
        }
        return new RowSlice(kernels, from, grain, loss, second.flat, direction);
    }

    /** Copies the loss rows to their places in K dense rows. */
    void copyLoss(float[] rows, int columns) {
        for (int task = 0; task < loss.rows(); task++) {
            kernels.read(loss.buffer(), start(loss, task), rows, task * columns + from, loss.columns());
        }
    }

    /** What a range of columns gives. */
    private interface Part {
        double[] of(int at, int length);
    }

    private static long start(Matrix rows, int row) {
        return rows.offset() + (long) row * rows.stride();
    }

    private float[][] read(Matrix rows, int at, int length) {
        float[][] part = new float[rows.rows()][length];
        for (int row = 0; row < part.length; row++) {
            kernels.read(rows.buffer(), start(rows, row) + at, part[row], 0, length);
        }
        return part;
    }

    private void write(float[][] part, Matrix rows, int at) {
        for (int row = 0; row < part.length; row++) {
            kernels.write(part[row], 0, rows.buffer(), start(rows, row) + at, part[row].length);
        }
    }
}
