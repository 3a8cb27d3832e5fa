package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import io.plateau.model.ParameterLayout;
import io.plateau.model.SecondPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows already summed over the shards, in slices whose buffers outlive this view. */
final class SummedGradients extends GradientSums {
    private final List<RowSlice> slices;
    private final boolean atOnce;
    private final boolean weighted;
    private final Map<String, Double> seconds;
    private final Supplier<Optional<NonFinite>> search;
    private final Runnable release;
    private Gram gram;
    private Gram flatGram;

    /**
     * Views of the sums.
     *
     * @param slices the rows, in the order of their coordinates
     * @param atOnce whether slices have kernels of their own
     * @param weighted whether the plan fixed the weights, so that the one loss row is the direction
     * @param search finds the shard and the task once something is known to be wrong
     * @param release gives back what the search needs
     */
    SummedGradients(
            List<RowSlice> slices,
            boolean atOnce,
            boolean weighted,
            HeadGradients heads,
            StepLosses losses,
            Map<String, Double> seconds,
            Supplier<Optional<NonFinite>> search,
            Runnable release) {
        super(losses, heads);
        this.slices = slices;
        this.atOnce = atOnce;
        this.weighted = weighted;
        this.seconds = new LinkedHashMap<>(seconds);
        this.search = search;
        this.release = release;
    }

    private Stream<RowSlice> each() {
        return atOnce ? slices.parallelStream() : slices.stream();
    }

    private double[] sum(Function<RowSlice, List<double[]>> parts) {
        return Grains.sum(each().map(parts).flatMap(List::stream).toList());
    }

    private boolean hasFlat() {
        return slices.get(0).hasFlat();
    }

    @Override
    Optional<NonFinite> search() {
        return search.get();
    }

    @Override
    public Gram gram() {
        if (gram == null) {
            gram = timed(RowSlice::gram);
        }
        return gram;
    }

    @Override
    public Optional<Gram> flatGram() {
        if (flatGram == null && hasFlat()) {
            flatGram = timed(RowSlice::flatGram);
        }
        return Optional.ofNullable(flatGram);
    }

    private Gram timed(Function<RowSlice, List<double[]>> part) {
        long start = System.nanoTime();
        Gram made = Gram.of(slices.get(0).rows(), sum(part));
        seconds.merge("gram", (System.nanoTime() - start) * 1e-9, Double::sum);
        return made;
    }

    @Override
    public double[] lossDotFlat() {
        return hasFlat() ? sum(RowSlice::lossDotFlat) : new double[0];
    }

    @Override
    public float[] combine(double[] lossWeights, double[] flatWeights) {
        double[] weights = weighted ? new double[] {1.0} : lossWeights;
        float[] combined = new float[RowSlice.end(slices)];
        each().forEach(slice -> slice.combine(weights, flatWeights, combined));
        return combined;
    }

    @Override
    public void edit(RowEdit edit) {
        slices.forEach(slice -> slice.edit(edit));
        edit.heads(lossHeads(), heads());
        gram = edit.changesLoss() ? null : gram;
        flatGram = edit.changesFlat() ? null : flatGram;
    }

    @Override
    public void merge() {
        if (hasFlat()) {
            each().forEach(RowSlice::merge);
            gram = null;
            flatGram = null;
        }
    }

    @Override
    public float[] directions() {
        int columns = RowSlice.end(slices);
        int shared = slices.get(0).rows() * columns;
        float[] values = new float[Math.addExact(shared, lossHeads().length)];
        each().forEach(slice -> slice.copyLoss(values, columns));
        System.arraycopy(lossHeads(), 0, values, shared, lossHeads().length);
        return values;
    }

    /**
     * These loss rows with the flatness components of a second job: what it gave for the tasks it was asked for, nothing for the
     * others.
     *
     * @param second rows s_k in buffers other than these
     * @param chosen the tasks it was asked for
     */
    SummedGradients with(SummedGradients second, SecondPass chosen, ParameterLayout layout) {
        double[] perturbedLosses = losses().clone();
        float[] mixed = heads().clone();
        for (int task = 0; task < perturbedLosses.length; task++) {
            if (chosen.includes(task)) {
                perturbedLosses[task] = second.perturbedLosses()[task];
                System.arraycopy(
                        second.heads(), layout.headOffset(task), mixed, layout.headOffset(task), layout.headSize(task));
            }
        }
        Map<String, Double> both = new LinkedHashMap<>(seconds);
        second.seconds.forEach((phase, time) -> both.merge(phase, time, Double::sum));
        StepLosses all = new StepLosses(losses(), perturbedLosses, stepLosses().labels());
        IntStream indices = IntStream.range(0, slices.size());
        List<RowSlice> joined = (atOnce ? indices.parallel() : indices)
                .mapToObj(i -> slices.get(i).with(second.slices.get(i), chosen))
                .toList();
        SummedGradients gradients = new SummedGradients(
                joined, atOnce, false, new HeadGradients(mixed, heads()), all, both, second.search, () -> {
                    release.run();
                    second.release.run();
                });
        gradients.gram = gram;
        return gradients;
    }

    @Override
    public Map<String, Double> seconds() {
        return seconds;
    }

    @Override
    public void close() {
        // The buffers of the slices belong to the slot or the reduction and are used again by the next step.
        release.run();
    }
}
