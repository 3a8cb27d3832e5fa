package io.plateau.cluster;

import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterLayout;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The reduction {@code driver}: every shard's rows come to the driver, which adds them in the order of the shards, slice by slice on
 * its cores. Exact; costs shards x rows x P floats of traffic and, besides them, 2 K P floats of memory.
 */
final class DriverReduction implements AutoCloseable {
    private final ParameterLayout layout;
    private final List<SliceSum> slices;

    /**
     * A reduction.
     *
     * @param kernels called for every slice of the rows
     */
    DriverReduction(ModelSpec model, KernelsFactory kernels) {
        layout = model.layout();
        int[] bounds = RowSlice.bounds(layout.shared());
        slices = IntStream.range(0, bounds.length - 1)
                .mapToObj(i -> new SliceSum(kernels.get(), model.tasks(), bounds[i], bounds[i + 1]))
                .toList();
    }

    /**
     * Sums over the shards. Where there are perturbed rows alone, the loss rows of the last call stay and are those of the result.
     *
     * @param results in the order of the shards
     * @param weighted whether the plan fixed the weights; then no label is missing and shares are those of the rows
     */
    SummedGradients reduce(List<ShardResult> results, boolean weighted) {
        StepLosses losses = StepLosses.of(results);
        // Where the weights are fixed, no label is missing: every task has the shares of the rows.
        List<double[]> shares = results.stream()
                .map(result -> StepLosses.shares(result.labels(), losses.labels()))
                .toList();
        return new SummedGradients(
                slices.parallelStream().map(slice -> slice.sum(results, shares)).toList(),
                true,
                weighted,
                new SummedGradients.HeadGradients(
                        heads(results.stream().map(ShardResult::heads).toList(), shares),
                        heads(results.stream().map(ShardResult::lossHeads).toList(), shares)),
                losses,
                slowest(results),
                () -> results.stream()
                        .flatMap(result -> result.firstNonFinite(layout).stream())
                        .findFirst(),
                () -> results.forEach(ShardResult::release));
    }

    private float[] heads(List<float[]> ofShards, List<double[]> shares) {
        double[] heads = new double[layout.heads()];
        for (int shard = 0; shard < ofShards.size(); shard++) {
            addHeads(ofShards.get(shard), shares.get(shard), heads);
        }
        return narrowed(heads);
    }

    /** The phases of the shard that took longest. */
    private static Map<String, Double> slowest(List<ShardResult> results) {
        return results.stream()
                .map(ShardResult::seconds)
                .max(Comparator.comparingDouble(DriverReduction::total))
                .orElseThrow();
    }

    private static double total(Map<String, Double> phases) {
        return phases.values().stream().mapToDouble(Double::doubleValue).sum();
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
        slices.forEach(SliceSum::close);
    }
}
