package io.plateau.cluster;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.List;

/** The sum of one slice of the rows over the shards, in buffers of its own. One thread at a time. */
final class SliceSum implements AutoCloseable {
    /** Floats that are summed over all shards before the next: they stay in the cache. */
    private static final int BLOCK = 1 << 14;

    private final Kernels kernels;
    private final int tasks;
    private final int from;
    private final int width;
    private final Buffer loss;
    private final Buffer flat;
    private final Buffer staging;

    /**
     * Room for a slice.
     *
     * @param kernels its own, freed with it
     * @param from its first coordinate
     * @param to the one after its last
     */
    SliceSum(Kernels kernels, int tasks, int from, int to) {
        this.kernels = kernels;
        this.tasks = tasks;
        this.from = from;
        width = to - from;
        loss = kernels.allocate((long) tasks * width);
        flat = kernels.allocate((long) tasks * width);
        staging = kernels.allocate(Math.max(BLOCK, width));
    }

    /**
     * Sums. Where there are perturbed rows alone, the loss rows of the last call stay.
     *
     * @param results in the order of the shards
     * @param shares per shard, what it counts for every task
     */
    RowSlice sum(List<ShardResult> results, List<double[]> shares) {
        ShardResult any = results.get(0);
        int rows = any.rows() == 0 ? tasks : any.rows();
        Matrix lossRows = Matrix.dense(loss, 0, rows, width);
        for (int task = 0; task < any.rows(); task++) {
            sum(results.stream().map(ShardResult::lossRows).toList(), task, shares, lossRows.rows(task, 1));
        }
        Matrix flatRows = any.flatRows().isPresent() ? flatRows(results, shares, rows) : null;
        return new RowSlice(kernels, from, lossRows, flatRows, Matrix.dense(staging, 0, 1, width));
    }

    private Matrix flatRows(List<ShardResult> results, List<double[]> shares, int rows) {
        Matrix flatRows = Matrix.dense(flat, 0, rows, width);
        List<ShardRows> ofShards =
                results.stream().map(result -> result.flatRows().orElseThrow()).toList();
        for (int task = 0; task < rows; task++) {
            if (ofShards.get(0).has(task)) {
                sum(ofShards, task, shares, flatRows.rows(task, 1));
            } else {
                kernels.fill(flatRows.rows(task, 1), 0.0);
            }
        }
        return flatRows;
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

    @Override
    public void close() {
        loss.close();
        flat.close();
        staging.close();
        kernels.close();
    }
}
