package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.kernel.Kernels;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The reduction {@code slices}: every executor owns some coordinates of all rows. It gets them from all shards, adds them in the order
 * of the shards, tells the driver the Gram matrices of its grains and keeps the sums for the combination. The bits are those of the
 * reduction {@code driver}; of an executor's traffic, 2 K P floats, nothing grows with the number of shards, and the driver gets K x K
 * numbers per grain and one vector.
 *
 * <p>Where something has to see whole rows (methods and policies that change them, a second job), the sums, K P or 2 K P floats
 * whatever the shards, come to the driver.
 */
final class SliceReduction implements Reduction {
    private final Jobs jobs;
    private final SlotSource slots;
    private final ParameterLayout layout;
    private final int[] bounds;
    private final boolean half;
    private final Kernels kernels;
    private final BufferPool pool = new BufferPool();
    private StepCost spent = StepCost.NONE;

    /**
     * A reduction.
     *
     * @param owners how many owners the coordinates are divided among; fewer where there are fewer grains
     * @param half whether rows are rounded to {@link BrainFloats} on their way
     * @param kernels called once, on the driver
     */
    SliceReduction(
            Jobs jobs, SlotSource slots, ParameterLayout layout, int owners, boolean half, KernelsFactory kernels) {
        this.jobs = jobs;
        this.slots = slots;
        this.layout = layout;
        this.half = half;
        bounds = Grains.bounds(layout.shared(), owners);
        this.kernels = kernels.get();
    }

    @Override
    public SlicedGradients gradients(GradientJob job) {
        OnSlot<List<SliceBlock>> work = job.work(new SliceCut(job.second(), bounds, half));
        RDD<Tuple2<Integer, SliceBlock>> blocks =
                Exchange.of(new Exchange.Blocks<>(job.shards(), work::on), bounds.length - 1);
        RDD<SummedSlice> slices = new SummedSlices(blocks, slots, bounds, job.weighted());
        slices.setName("slices");
        slices.persist(StorageLevel.MEMORY_AND_DISK());
        List<SliceFacts> facts = jobs.run(slices, new SliceTasks.Tell(jobs.run()));
        spent = spent.plus(cost(facts));
        SlicedGradients gradients = new SlicedGradients(this, job, slices, facts);
        if (job.along() != null) {
            // What the perturbations followed is gone after this call, and with it the means to compute a lost slice
            // again.
            gradients.held();
        }
        return gradients;
    }

    private static StepCost cost(List<SliceFacts> facts) {
        return ShardFacts.cost(facts.get(0).shards())
                .plus(StepCost.received(
                        facts.stream().mapToLong(SliceFacts::bytes).sum()))
                .plus(StepCost.exchanged(
                        facts.stream().mapToLong(SliceFacts::exchanged).sum()));
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, GradientJob job) {
        SummedGradients atTheta = ((SlicedGradients) first).held();
        return atTheta.with(gradients(job).held(), job.second(), layout);
    }

    /** Whether rows are rounded on their way. */
    boolean rounds() {
        return half;
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

    /** A slice in the driver's buffers. */
    SummedSlice.Opened open(SummedSlice slice) {
        return slice.open(kernels, pool);
    }

    void received(long bytes) {
        spent = spent.plus(StepCost.received(bytes));
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    @Override
    public void close() {
        pool.close();
        kernels.close();
    }
}
