package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.List;

/** The sum of one slice of the rows over the shards, in buffers of its own. One thread at a time. */
final class SliceSum implements AutoCloseable {
    /** Floats that are summed over all shards before the next: they stay in the cache. */
    private static final int BLOCK = 1 << 14;

    private final Kernels kernels;
    private final BufferPool pool;
    private final int tasks;
    private final int grain;
    private final int from;
    private final int width;
    private final Buffer loss;
    private final Buffer flat;
    private final Buffer staging;

    /**
     * Room for a slice.
     *
     * @param kernels what works on it
     * @param pool where its buffers come from and go in the end
     * @param from its first coordinate
     * @param to the one after its last
     */
    SliceSum(Kernels kernels, BufferPool pool, ParameterLayout layout, int from, int to) {
        this.kernels = kernels;
        this.pool = pool;
        tasks = layout.tasks();
        grain = Grains.width(layout.shared());
        this.from = from;
        width = to - from;
        loss = pool.take(kernels, (long) tasks * width);
        flat = pool.take(kernels, (long) tasks * width);
        staging = pool.take(kernels, Math.max(BLOCK, width));
    }

    /**
     * Sums. Where there are perturbed rows alone, the loss rows of the last call stay.
     *
     * @param lossRows in the order of the shards; none where only the perturbed rows were asked for
     * @param flatRows in the order of the shards; none where there are no flatness components
     * @param shares per shard, what it counts for every task
     * @param weighted whether there is one loss row for all tasks
     */
    RowSlice sum(List<ShardRows> lossRows, List<ShardRows> flatRows, List<double[]> shares, boolean weighted) {
        int rows = weighted ? 1 : tasks;
        Matrix summed = Matrix.dense(loss, 0, rows, width);
        if (!lossRows.isEmpty()) {
            sum(lossRows, shares, summed);
        }
        Matrix summedFlat = null;
        if (!flatRows.isEmpty()) {
            summedFlat = Matrix.dense(flat, 0, rows, width);
            sum(flatRows, shares, summedFlat);
        }
        return new RowSlice(kernels, from, grain, summed, summedFlat, Matrix.dense(staging, 0, 1, width));
    }

    private void sum(List<ShardRows> rows, List<double[]> shares, Matrix sums) {
        for (int task = 0; task < sums.rows(); task++) {
            if (rows.get(0).has(task)) {
                sum(rows, task, shares, sums.rows(task, 1));
            } else {
                kernels.fill(sums.rows(task, 1), 0.0);
            }
        }
    }

    /** {@code sum = sum_s shares_s[task] rows_s[task]}, in the order of the shards for every element. */
    private void sum(List<ShardRows> rows, int task, List<double[]> shares, Matrix sum) {
        for (int at = 0; at < width; at += BLOCK) {
            int length = Math.min(BLOCK, width - at);
            Matrix block = sum.columns(at, length);
            kernels.fill(block, 0.0);
            for (int shard = 0; shard < rows.size(); shard++) {
                rows.get(shard).add(task, from + at, shares.get(shard)[task], kernels, block, staging);
            }
        }
    }

    /** Gives the buffers back; the sums must not be read any more. */
    @Override
    public void close() {
        pool.give(loss);
        pool.give(flat);
        pool.give(staging);
    }
}
