package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.SecondPass;
import io.plateau.model.ShardGradient;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One shard's part of a step as the driver gets it. */
final class ShardResult implements Serializable {
    private static final long serialVersionUID = 1;

    private final int shard;
    private final int rows;
    private final ShardRows lossRows;
    private final ShardRows flatRows;
    private final WireFloats heads;
    private final WireFloats lossHeads;
    private final double[] losses;
    private final double[] perturbedLosses;
    private final long[] labels;
    private final LinkedHashMap<String, Double> seconds;
    private final double forwardPasses;
    private final double backwardPasses;

    /**
     * Takes a gradient out of its slot; of the flat rows only those of tasks with a second gradient.
     *
     * @param taker how the rows get to the driver
     */
    ShardResult(int shard, ShardGradient gradient, SecondPass second, Kernels kernels, Taker taker) {
        this.shard = shard;
        losses = gradient.losses();
        perturbedLosses = gradient.perturbedLosses();
        labels = gradient.labels();
        seconds = new LinkedHashMap<>(gradient.seconds());
        forwardPasses = gradient.forwardPasses();
        backwardPasses = gradient.backwardPasses();
        Matrix loss = gradient.lossRows();
        Matrix flat = gradient.flatRows();
        rows = loss == null ? 0 : loss.rows();
        lossRows = loss == null ? null : taker.take(loss, ShardRows.all(loss));
        flatRows = flat == null
                ? null
                : taker.take(
                        flat,
                        IntStream.range(0, labels.length)
                                .filter(second::includes)
                                .toArray());
        heads = copy(kernels, gradient.heads());
        lossHeads = gradient.lossHeads() == null ? null : copy(kernels, gradient.lossHeads());
    }

    private static WireFloats copy(Kernels kernels, Buffer buffer) {
        float[] values = new float[Math.toIntExact(buffer.length())];
        kernels.read(buffer, 0, values, 0, values.length);
        return new WireFloats(values);
    }

    /** Gives the rows back; they must not be read any more. */
    void release() {
        if (lossRows != null) {
            lossRows.release();
        }
        if (flatRows != null) {
            flatRows.release();
        }
    }

    /** Number of loss rows: K, one when the plan fixed the weights, none when only the perturbed rows were asked for. */
    int rows() {
        return rows;
    }

    /** The loss rows; null when there are none. */
    ShardRows lossRows() {
        return lossRows;
    }

    /** The flat rows of the tasks with a second gradient; empty when the mode has no flatness components. */
    Optional<ShardRows> flatRows() {
        return Optional.ofNullable(flatRows);
    }

    /** The heads' gradients at theta; those of the step in a mode that has only these. */
    float[] lossHeads() {
        return (lossHeads == null ? heads : lossHeads).values();
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

    /** The mean passes of the shards of one job, and the numbers they send: 4 bytes each, 8 for losses and labels. */
    static StepCost cost(List<ShardResult> results) {
        StepCost cost = StepCost.NONE;
        for (ShardResult result : results) {
            cost = cost.plus(new StepCost(
                    result.forwardPasses / results.size(), result.backwardPasses / results.size(), 0, result.bytes()));
        }
        return cost;
    }

    private long bytes() {
        long floats = (lossRows == null ? 0 : lossRows.size()) + (flatRows == null ? 0 : flatRows.size());
        for (WireFloats vector : new WireFloats[] {heads, lossHeads}) {
            floats += vector == null ? 0 : vector.values().length;
        }
        return Float.BYTES * floats + Double.BYTES * (losses.length + perturbedLosses.length + (long) labels.length);
    }

    /** The first task whose loss, loss gradient, perturbed gradient or head gradient is not finite. */
    Optional<NonFinite> firstNonFinite(ParameterLayout layout) {
        for (int task = 0; task < losses.length; task++) {
            boolean lossBroken = !Double.isFinite(losses[task])
                    || (perturbedLosses.length > 0 && !Double.isFinite(perturbedLosses[task]));
            if (lossBroken) {
                return Optional.of(new NonFinite(shard, task, "loss"));
            }
            if (task < rows && !isFinite(lossRows.row(task))) {
                return Optional.of(new NonFinite(shard, task, rows == 1 ? "weighted gradient" : "loss gradient"));
            }
            if (flatRows != null && flatRows.has(task) && !isFinite(flatRows.row(task))) {
                return Optional.of(new NonFinite(shard, task, "perturbed gradient"));
            }
            int head = layout.headOffset(task);
            if (!isFinite(heads(), head, head + layout.headSize(task))) {
                return Optional.of(new NonFinite(shard, task, "head gradient"));
            }
        }
        return Optional.empty();
    }

    private static boolean isFinite(float[] values) {
        return isFinite(values, 0, values.length);
    }

    static boolean isFinite(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes some rows out of a slot. */
    interface Taker {
        ShardRows take(Matrix rows, int[] tasks);
    }
}
