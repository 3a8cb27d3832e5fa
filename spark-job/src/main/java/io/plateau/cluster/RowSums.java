package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.kernel.Kernels;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Adds the rows of all shards in this process, in the order of the shards, slice by slice on its cores. Besides the shards' rows it needs
 * 2 K P floats of memory.
 */
final class RowSums implements AutoCloseable {
    /** Enough for the cores of a driver. */
    private static final int SLICES = 4;

    private final ParameterLayout layout;
    private final List<Kernels> kernels;
    private final BufferPool pool = new BufferPool();
    private final List<SliceSum> slices;

    /**
     * Room for the sums.
     *
     * @param kernels called for every slice of the rows
     */
    RowSums(ParameterLayout layout, KernelsFactory kernels) {
        this.layout = layout;
        int[] bounds = Grains.bounds(layout.shared(), SLICES);
        this.kernels = Stream.generate(kernels).limit(bounds.length - 1L).toList();
        slices = IntStream.range(0, bounds.length - 1)
                .mapToObj(i -> new SliceSum(this.kernels.get(i), pool, layout, bounds[i], bounds[i + 1]))
                .toList();
    }

    /**
     * Sums over the shards. Where there are perturbed rows alone, the loss rows of the last call stay and are those of the result.
     *
     * @param results in the order of the shards
     * @param weighted whether the plan fixed the weights; then no label is missing and shares are those of the rows
     */
    SummedGradients reduce(List<ShardResult> results, boolean weighted) {
        List<ShardFacts> facts = results.stream().map(ShardResult::facts).toList();
        StepLosses losses = StepLosses.of(facts);
        // Where the weights are fixed, no label is missing: every task has the shares of the rows.
        List<double[]> shares = losses.shares(facts);
        List<ShardRows> lossRows = rows(results, ShardResult::lossRows);
        List<ShardRows> flatRows = rows(results, ShardResult::flatRows);
        return new SummedGradients(
                slices.parallelStream()
                        .map(slice -> slice.sum(lossRows, flatRows, shares, weighted))
                        .toList(),
                true,
                weighted,
                ShardFacts.heads(facts, losses, layout),
                losses,
                ShardFacts.slowest(facts),
                () -> results.stream()
                        .flatMap(result -> result.firstNonFinite(layout).stream())
                        .findFirst(),
                () -> results.forEach(ShardResult::release));
    }

    private static List<ShardRows> rows(List<ShardResult> results, Function<ShardResult, ShardRows> part) {
        return results.stream().map(part).filter(Objects::nonNull).toList();
    }

    @Override
    public void close() {
        slices.forEach(SliceSum::close);
        pool.close();
        kernels.forEach(Kernels::close);
    }
}
