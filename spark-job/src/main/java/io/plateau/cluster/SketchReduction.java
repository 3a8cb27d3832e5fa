package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import java.util.List;
import org.apache.spark.storage.StorageLevel;

/**
 * The reduction {@code sketch}: rows stay with their shards, and the driver gets {@link CountSketch sketches} of their sums, from which it
 * estimates the Gram matrices; the combination is made of the rows themselves. Sketches are added by executors that own some of their
 * columns, and so are the shards' vectors in the combination: the driver gets K C doubles and one vector of P whatever the number of
 * shards. The cheapest in traffic, and not exact: weights follow from estimates. Rows that are lost are computed again.
 */
final class SketchReduction implements Reduction {
    private final Jobs jobs;
    private final SlotSource slots;
    private final ParameterLayout layout;
    private final int columns;
    private final int owners;
    private final int[] bounds;
    private StepCost spent = StepCost.NONE;

    /**
     * A reduction.
     *
     * @param columns C
     * @param owners how many executors add up the shards' sketches and vectors, at most
     */
    SketchReduction(Jobs jobs, SlotSource slots, ParameterLayout layout, int columns, int owners) {
        this.jobs = jobs;
        this.slots = slots;
        this.layout = layout;
        this.columns = columns;
        this.owners = owners;
        bounds = Grains.bounds(layout.shared(), owners);
    }

    @Override
    public ShardGradients gradients(GradientJob job) {
        KeptRows rows = KeptRows.of(job);
        rows.persist(StorageLevel.MEMORY_AND_DISK());
        long seed = Seeds.mix(job.plan().seed(), job.plan().step());
        int[] parts = SketchCut.bounds(columns, owners);
        SummedSketches sums = new SummedSketches(
                Exchange.of(new Exchange.Blocks<>(rows, new SketchCut(columns, seed, parts)), parts.length - 1),
                job.weighted());
        try {
            List<SummedSketch> sketch = jobs.run(sums, new Fetch<>(jobs.run()));
            spent = spent.plus(cost(sketch));
            return new SketchedGradients(this, job, rows, sketch, new CountSketch(columns, seed));
        } finally {
            sums.cleanShuffleDependencies(false);
        }
    }

    private static StepCost cost(List<SummedSketch> parts) {
        return ShardFacts.cost(parts.get(0).shards())
                .plus(StepCost.received(
                        parts.stream().mapToLong(SummedSketch::bytes).sum()))
                .plus(StepCost.exchanged(
                        parts.stream().mapToLong(SummedSketch::exchanged).sum()));
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, GradientJob job) {
        throw new UnsupportedOperationException(
                "a second job perturbs along summed rows, which a sketch does not have");
    }

    Jobs jobs() {
        return jobs;
    }

    SlotSource slots() {
        return slots;
    }

    ParameterLayout layout() {
        return layout;
    }

    /** Bounds of the parts in which the shards' vectors are added up. */
    int[] bounds() {
        return bounds;
    }

    /** Numbers of a sketched row. */
    int columns() {
        return columns;
    }

    /** Counts what a combination has moved. */
    void combined(long received, long exchanged) {
        spent = spent.plus(StepCost.received(received)).plus(StepCost.exchanged(exchanged));
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    @Override
    public void close() {
        // Nothing is held between steps.
    }
}
