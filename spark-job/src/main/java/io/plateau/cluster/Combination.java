package io.plateau.cluster;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** One vector from the rows of a shard: {@code sum_k share_k (lossWeights_k g_k + flatWeights_k f_k)}, cut for its owners. */
final class Combination implements Exchange.Cut<ShardResult, Combination.Part> {
    private static final long serialVersionUID = 1;

    private final SlotSource slots;
    private final int[] bounds;
    private final double[] lossWeights;
    private final double[] flatWeights;
    private final ArrayList<double[]> shares;

    /**
     * A combination.
     *
     * @param bounds the first coordinate of every part, then their number
     * @param shares per shard, what it counts for every task
     */
    Combination(SlotSource slots, int[] bounds, double[] lossWeights, double[] flatWeights, List<double[]> shares) {
        this.slots = slots;
        this.bounds = bounds;
        this.lossWeights = lossWeights;
        this.flatWeights = flatWeights;
        this.shares = new ArrayList<>(shares);
    }

    @Override
    public List<Part> of(ShardResult rows) {
        int shard = rows.facts().shard();
        return slots.use(slot -> {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i + 1 < bounds.length; i++) {
                parts.add(new Part(shard, combined(slot, rows, bounds[i], bounds[i + 1] - bounds[i])));
            }
            return parts;
        });
    }

    private float[] combined(Slot slot, ShardResult rows, int from, int width) {
        Kernels kernels = slot.kernels();
        Buffer sum = slot.rows().take(kernels, width);
        Buffer staging = slot.rows().take(kernels, width);
        Matrix row = Matrix.dense(sum, 0, 1, width);
        kernels.fill(row, 0);
        add(rows.lossRows(), lossWeights, rows.facts().shard(), from, kernels, row, staging);
        if (rows.flatRows() != null) {
            add(rows.flatRows(), flatWeights, rows.facts().shard(), from, kernels, row, staging);
        }
        float[] values = new float[width];
        kernels.read(sum, 0, values, 0, width);
        slot.rows().give(sum);
        slot.rows().give(staging);
        return values;
    }

    private void add(
            ShardRows rows, double[] weights, int shard, int from, Kernels kernels, Matrix sum, Buffer staging) {
        for (int task = 0; task < weights.length; task++) {
            if (rows.has(task)) {
                rows.add(task, from, weights[task] * shares.get(shard)[task], kernels, sum, staging);
            }
        }
    }

    /** Some coordinates of a shard's vector; crosses the wire. */
    static final class Part implements Serializable {
        private static final long serialVersionUID = 1;

        private final int shard;
        private final WireFloats values;

        Part(int shard, float[] values) {
            this.shard = shard;
            this.values = new WireFloats(values);
        }

        int shard() {
            return shard;
        }

        float[] values() {
            return values.values();
        }
    }
}
