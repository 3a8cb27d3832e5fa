package io.plateau.cluster;

import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterLayout;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reduction {@code driver}: every shard's rows come to the driver, which adds them in the order of the shards. Exact; costs
 * shards x rows x P floats of traffic and 3 K P floats of memory.
 */
final class DriverReduction implements AutoCloseable {
    private final Kernels kernels;
    private final ParameterLayout layout;
    private final Buffer loss;
    private final Buffer flat;
    private final Buffer staging;

    DriverReduction(ModelSpec model, Kernels kernels) {
        this.kernels = kernels;
        layout = model.layout();
        long size = (long) model.tasks() * layout.shared();
        loss = kernels.allocate(size);
        flat = kernels.allocate(size);
        staging = kernels.allocate(size);
    }

    /**
     * Sums over the shards.
     *
     * @param results in the order of the shards
     * @param weighted whether the plan fixed the weights; then no label is missing and shares are those of the rows
     */
    ShardGradients reduce(List<ShardResult> results, boolean weighted) {
        StepLosses losses = StepLosses.of(results);
        int rows = results.get(0).rows();
        boolean decomposed = results.get(0).flatRows().isPresent();
        Matrix lossRows = Matrix.dense(loss, 0, rows, layout.shared());
        Matrix flatRows = decomposed ? Matrix.dense(flat, 0, rows, layout.shared()) : null;
        double[] heads = new double[layout.heads()];
        kernels.fill(lossRows, 0.0);
        if (decomposed) {
            kernels.fill(flatRows, 0.0);
        }
        for (ShardResult result : results) {
            double[] shares = StepLosses.shares(result.labels(), losses.labels());
            double[] rowShares = weighted ? new double[] {shares[0]} : shares;
            add(result.lossRows(), rowShares, lossRows);
            if (decomposed) {
                add(result.flatRows().orElseThrow(), rowShares, flatRows);
            }
            addHeads(result.heads(), shares, heads);
        }
        return new SummedGradients(
                kernels,
                Matrix.dense(staging, 0, 1, layout.shared()),
                lossRows,
                flatRows,
                weighted,
                narrowed(heads),
                losses,
                slowest(results),
                () -> results.stream()
                        .flatMap(result -> result.firstNonFinite(layout).stream())
                        .findFirst());
    }

    private static Map<String, Double> slowest(List<ShardResult> results) {
        Map<String, Double> slowest = new LinkedHashMap<>();
        results.forEach(result -> result.seconds().forEach((phase, time) -> slowest.merge(phase, time, Math::max)));
        return slowest;
    }

    private void add(float[] values, double[] shares, Matrix sum) {
        kernels.write(values, 0, staging, 0, values.length);
        kernels.accumulate(shares, Matrix.dense(staging, 0, sum.rows(), sum.columns()), sum);
    }

    private void addHeads(float[] values, double[] shares, double[] sum) {
        for (int task = 0; task < shares.length; task++) {
            int start = layout.headOffset(task);
            int end = start + layout.headSize(task);
            for (int i = start; i < end; i++) {
                sum[i] += shares[task] * values[i];
            }
        }
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    @Override
    public void close() {
        loss.close();
        flat.close();
        staging.close();
    }
}
