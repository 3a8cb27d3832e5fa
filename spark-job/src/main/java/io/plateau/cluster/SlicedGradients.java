package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;

/** Sums that lie with the owners of their slices, until something has to see whole rows: then they come to the driver. */
final class SlicedGradients extends GradientSums {
    private final SliceReduction reduction;
    private final GradientJob job;
    private final RDD<SummedSlice> slices;
    private final List<SliceFacts> facts;
    private final List<ShardFacts> shards;
    private final List<SummedSlice.Opened> opened = new ArrayList<>();
    private SummedGradients held;
    private Gram gram;
    private Gram flatGram;

    /**
     * Sums.
     *
     * @param job what can compute them again
     * @param slices persisted here, one in each partition
     * @param facts of every slice, in their order
     */
    SlicedGradients(SliceReduction reduction, GradientJob job, RDD<SummedSlice> slices, List<SliceFacts> facts) {
        this(reduction, job, slices, facts, StepLosses.of(facts.get(0).shards()));
    }

    private SlicedGradients(
            SliceReduction reduction,
            GradientJob job,
            RDD<SummedSlice> slices,
            List<SliceFacts> facts,
            StepLosses losses) {
        super(losses, ShardFacts.heads(facts.get(0).shards(), losses, reduction.layout()));
        this.reduction = reduction;
        this.job = job;
        this.slices = slices;
        this.facts = facts;
        shards = facts.get(0).shards();
    }

    /** The sums on the driver. */
    SummedGradients held() {
        if (held == null) {
            describe("rows");
            List<SummedSlice> fetched = run(new Fetch<>(reduction.jobs().run()));
            reduction.received(fetched.stream().mapToLong(SummedSlice::bytes).sum());
            fetched.forEach(slice -> opened.add(reduction.open(slice)));
            held = new SummedGradients(
                    opened.stream().map(SummedSlice.Opened::slice).toList(),
                    false,
                    job.weighted(),
                    headGradients(),
                    stepLosses(),
                    seconds(),
                    this::search,
                    this::close);
            forget();
        }
        return held;
    }

    private <R extends Serializable> List<R> run(JobTask<SummedSlice, R> task) {
        return reduction.jobs().run(slices, task);
    }

    private void describe(String what) {
        reduction.jobs().describe(job.plan().name() + ": " + what);
    }

    @Override
    Optional<NonFinite> search() {
        describe("search for what is not finite");
        return job.search(reduction.jobs());
    }

    @Override
    public Gram gram() {
        if (held != null) {
            return held.gram();
        }
        if (gram == null) {
            gram = gramOf(SliceFacts::gram).orElseThrow();
        }
        return gram;
    }

    @Override
    public Optional<Gram> flatGram() {
        if (held != null) {
            return held.flatGram();
        }
        if (flatGram == null) {
            flatGram = gramOf(SliceFacts::flatGram).orElse(null);
        }
        return Optional.ofNullable(flatGram);
    }

    private Optional<Gram> gramOf(Function<SliceFacts, List<double[]>> part) {
        List<double[]> parts = facts.stream().map(part).flatMap(List::stream).toList();
        int rows = job.weighted() ? 1 : reduction.layout().tasks();
        return parts.isEmpty() ? Optional.empty() : Optional.of(Gram.of(rows, Grains.sum(parts)));
    }

    @Override
    public double[] lossDotFlat() {
        if (held != null) {
            return held.lossDotFlat();
        }
        if (flatGram().isEmpty()) {
            return new double[0];
        }
        describe("loss times flat");
        int tasks = reduction.layout().tasks();
        List<double[]> parts = new ArrayList<>();
        for (double[] ofSlice : run(new SliceTasks.Dots(reduction.jobs().run(), reduction.slots()))) {
            for (int at = 0; at < ofSlice.length; at += tasks) {
                parts.add(Arrays.copyOfRange(ofSlice, at, at + tasks));
            }
        }
        return Grains.sum(parts);
    }

    @Override
    public float[] combine(double[] lossWeights, double[] flatWeights) {
        if (held != null) {
            return held.combine(lossWeights, flatWeights);
        }
        describe("combination");
        double[] weights = job.weighted() ? new double[] {1.0} : lossWeights;
        List<WireFloats> parts =
                run(new SliceTasks.Combine(reduction.jobs().run(), reduction.slots(), weights, flatWeights));
        reduction.received(parts.stream().mapToLong(WireFloats::bytes).sum());
        return WireFloats.joined(parts, reduction.layout().shared());
    }

    @Override
    public void edit(RowEdit edit) {
        held().edit(edit);
    }

    @Override
    public void merge() {
        if (held != null || flatGram().isPresent()) {
            held().merge();
        }
    }

    @Override
    public float[] directions() {
        return held().directions();
    }

    @Override
    public Map<String, Double> seconds() {
        return held != null ? held.seconds() : ShardFacts.slowest(shards);
    }

    @Override
    public Map<String, Double> errors() {
        return reduction.rounds() ? Map.of("transport", roundingError()) : Map.of();
    }

    /** What independent roundings of the shards' rows come to in the sums, over the length of all rows. */
    private double roundingError() {
        List<double[]> shares = stepLosses().shares(shards);
        double lost = 0;
        for (SliceFacts slice : facts) {
            for (int shard = 0; shard < shards.size(); shard++) {
                double share = Arrays.stream(shares.get(shard)).average().orElse(0);
                lost += share * share * slice.lost()[shard];
            }
        }
        double length = Stream.of(gramOf(SliceFacts::gram), gramOf(SliceFacts::flatGram))
                .flatMap(Optional::stream)
                .mapToDouble(SlicedGradients::trace)
                .sum();
        return length > 0 ? Math.sqrt(lost / length) : 0;
    }

    private static double trace(Gram gram) {
        double trace = 0;
        for (int i = 0; i < gram.tasks(); i++) {
            trace += gram.at(i, i);
        }
        return trace;
    }

    /** Removes the slices and the blocks they were made of from the executors. */
    private void forget() {
        slices.unpersist(false);
        slices.cleanShuffleDependencies(false);
    }

    @Override
    public void close() {
        if (held == null) {
            forget();
        }
        opened.forEach(SummedSlice.Opened::close);
        opened.clear();
    }
}
