package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.ShardGradient;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One shard's part of a step on the host, as it crosses the wire. */
final class ShardResult implements Serializable {
    private static final long serialVersionUID = 1;

    private final int shard;
    private final int rows;
    private final WireFloats lossRows;
    private final WireFloats flatRows;
    private final WireFloats heads;
    private final double[] losses;
    private final double[] perturbedLosses;
    private final long[] labels;
    private final LinkedHashMap<String, Double> seconds;

    /** Copies a gradient out of the buffers of its slot. */
    ShardResult(int shard, ShardGradient gradient, Kernels kernels) {
        this.shard = shard;
        rows = gradient.lossRows().rows();
        lossRows = copy(kernels, gradient.lossRows());
        flatRows = gradient.flatRows() == null ? null : copy(kernels, gradient.flatRows());
        int headSize = Math.toIntExact(gradient.heads().length());
        heads = copy(kernels, Matrix.dense(gradient.heads(), 0, 1, headSize));
        losses = gradient.losses();
        perturbedLosses = gradient.perturbedLosses();
        labels = gradient.labels();
        seconds = new LinkedHashMap<>(gradient.seconds());
    }

    private static WireFloats copy(Kernels kernels, Matrix matrix) {
        int columns = matrix.columns();
        float[] values = new float[Math.multiplyExact(matrix.rows(), columns)];
        for (int i = 0; i < matrix.rows(); i++) {
            long at = matrix.offset() + (long) i * matrix.stride();
            kernels.read(matrix.buffer(), at, values, i * columns, columns);
        }
        return new WireFloats(values);
    }

    /** Number of rows: K, or one when the plan fixed the weights. */
    int rows() {
        return rows;
    }

    float[] lossRows() {
        return lossRows.values();
    }

    /** Empty when the mode has no flatness components. */
    Optional<float[]> flatRows() {
        return Optional.ofNullable(flatRows).map(WireFloats::values);
    }

    float[] heads() {
        return heads.values();
    }

    double[] losses() {
        return losses;
    }

    double[] perturbedLosses() {
        return perturbedLosses;
    }

    long[] labels() {
        return labels;
    }

    Map<String, Double> seconds() {
        return seconds;
    }

    /** The first task whose loss, loss gradient, perturbed gradient or head gradient is not finite. */
    Optional<NonFinite> firstNonFinite(ParameterLayout layout) {
        for (int task = 0; task < losses.length; task++) {
            boolean lossBroken = !Double.isFinite(losses[task])
                    || (perturbedLosses.length > 0 && !Double.isFinite(perturbedLosses[task]));
            if (lossBroken) {
                return Optional.of(new NonFinite(shard, task, "loss"));
            }
            if (task < rows && !isFiniteRow(lossRows(), task)) {
                return Optional.of(new NonFinite(shard, task, rows == 1 ? "weighted gradient" : "loss gradient"));
            }
            if (task < rows && flatRows != null && !isFiniteRow(flatRows.values(), task)) {
                return Optional.of(new NonFinite(shard, task, "perturbed gradient"));
            }
            int head = layout.headOffset(task);
            if (!isFinite(heads(), head, head + layout.headSize(task))) {
                return Optional.of(new NonFinite(shard, task, "head gradient"));
            }
        }
        return Optional.empty();
    }

    private boolean isFiniteRow(float[] values, int row) {
        int columns = values.length / rows;
        return isFinite(values, row * columns, (row + 1) * columns);
    }

    static boolean isFinite(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }
}
