package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import java.util.List;
import org.apache.spark.storage.StorageLevel;

/**
 * The reduction {@code sketch}: rows stay with their shards, and the driver gets {@link CountSketch sketches} of them, from which it
 * estimates the Gram matrices; the combination is made of the rows themselves. The cheapest in traffic, K C floats per shard and one
 * vector of P, and not exact: weights follow from estimates. Rows that are lost are computed again.
 */
final class SketchReduction implements Reduction {
    private final Jobs jobs;
    private final SlotSource slots;
    private final ParameterLayout layout;
    private final int columns;
    private final int[] bounds;
    private StepCost spent = StepCost.NONE;

    /**
     * A reduction.
     *
     * @param columns C
     * @param owners how many executors add up the shards' vectors
     */
    SketchReduction(Jobs jobs, SlotSource slots, ParameterLayout layout, int columns, int owners) {
        this.jobs = jobs;
        this.slots = slots;
        this.layout = layout;
        this.columns = columns;
        bounds = Grains.bounds(layout.shared(), owners);
    }

    @Override
    public ShardGradients gradients(GradientJob job) {
        KeptRows rows = KeptRows.of(job);
        rows.persist(StorageLevel.MEMORY_AND_DISK());
        long seed = Seeds.mix(job.plan().seed(), job.plan().step());
        List<ShardSketch> sketches = jobs.run(rows, new Sketch(jobs.run(), columns, seed));
        long bytes = sketches.stream().mapToLong(ShardSketch::bytes).sum();
        spent = spent.plus(ShardFacts.cost(
                        sketches.stream().map(ShardSketch::facts).toList()))
                .plus(new StepCost(0, 0, 0, bytes));
        return new SketchedGradients(this, job, rows, sketches, new CountSketch(columns, seed));
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

    void received(long bytes) {
        spent = spent.plus(new StepCost(0, 0, 0, bytes));
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    @Override
    public void close() {
        // Nothing is held between steps.
    }

    /** Sketches the rows of a shard. */
    private static final class Sketch extends JobTask<ShardResult, ShardSketch> {
        private static final long serialVersionUID = 1;

        private final int columns;
        private final long seed;

        Sketch(String run, int columns, long seed) {
            super(run);
            this.columns = columns;
            this.seed = seed;
        }

        @Override
        ShardSketch on(ShardResult rows) {
            return new ShardSketch(rows, new CountSketch(columns, seed));
        }
    }
}
