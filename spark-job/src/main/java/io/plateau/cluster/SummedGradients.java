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
final class SummedGradients implements ShardGradients {
    private final List<RowSlice> slices;
    private final boolean atOnce;
    private final boolean weighted;
    private final HeadGradients heads;
    private final StepLosses losses;
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
        this.slices = slices;
        this.atOnce = atOnce;
        this.weighted = weighted;
        this.heads = heads;
        this.losses = losses;
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
    public double[] losses() {
        return losses.losses();
    }

    @Override
    public double[] perturbedLosses() {
        return losses.perturbedLosses();
    }

    @Override
    public long[] labels() {
        return losses.labels();
    }

    @Override
    public boolean[] present() {
        return losses.present();
    }

    @Override
    public Optional<NonFinite> firstNonFinite() {
        boolean fine = losses.isFinite()
                && gram().isFinite()
                && flatGram().map(Gram::isFinite).orElse(true)
                && ShardFacts.isFinite(heads.ofStep(), 0, heads.ofStep().length);
        return fine ? Optional.empty() : search.get();
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
    public float[] heads() {
        return heads.ofStep();
    }

    @Override
    public float[] lossHeads() {
        return heads.atTheta();
    }

    @Override
    public void edit(RowEdit edit) {
        slices.forEach(slice -> slice.edit(edit));
        edit.heads(heads.atTheta(), heads.ofStep());
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
        float[] values = new float[Math.addExact(shared, heads.atTheta().length)];
        each().forEach(slice -> slice.copyLoss(values, columns));
        System.arraycopy(heads.atTheta(), 0, values, shared, heads.atTheta().length);
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
        double[] perturbedLosses = losses.losses().clone();
        float[] mixed = heads.ofStep().clone();
        for (int task = 0; task < perturbedLosses.length; task++) {
            if (chosen.includes(task)) {
                perturbedLosses[task] = second.losses.perturbedLosses()[task];
                System.arraycopy(
                        second.heads(), layout.headOffset(task), mixed, layout.headOffset(task), layout.headSize(task));
            }
        }
        Map<String, Double> both = new LinkedHashMap<>(seconds);
        second.seconds.forEach((phase, time) -> both.merge(phase, time, Double::sum));
        StepLosses all = new StepLosses(losses.losses(), perturbedLosses, losses.labels());
        IntStream indices = IntStream.range(0, slices.size());
        List<RowSlice> joined = (atOnce ? indices.parallel() : indices)
                .mapToObj(i -> slices.get(i).with(second.slices.get(i), chosen))
                .toList();
        SummedGradients gradients = new SummedGradients(
                joined, atOnce, false, new HeadGradients(mixed, heads.ofStep()), all, both, second.search, () -> {
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

    /**
     * Gradients of the heads.
     *
     * @param ofStep H floats, at the perturbed points where there were some; may be changed
     * @param atTheta H floats, at theta; the same array where the step has no others
     */
    record HeadGradients(float[] ofStep, float[] atTheta) {}
}
