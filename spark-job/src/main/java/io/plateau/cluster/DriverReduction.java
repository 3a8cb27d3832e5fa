package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.SecondPass;
import java.util.List;

/**
 * The reduction {@code driver}: every shard's rows come to the driver, which adds them in the order of the shards. Exact, and one job
 * per step; costs shards x rows x P floats of traffic into one process. In the driver's own process no row is copied.
 */
final class DriverReduction implements Reduction {
    private final Jobs jobs;
    private final ParameterLayout layout;
    private final RowSums sums;
    private StepCost spent = StepCost.NONE;

    DriverReduction(Jobs jobs, ParameterLayout layout, KernelsFactory kernels) {
        this.jobs = jobs;
        this.layout = layout;
        sums = new RowSums(layout, kernels);
    }

    @Override
    public SummedGradients gradients(GradientJob job) {
        SecondPass second = job.second();
        OnSlot<ShardResult> work =
                job.work((slot, shard, gradient) -> slot.result(shard, gradient, second, Parcel.isAtHome()));
        List<ShardResult> results = jobs.run(job.shards(), new OnSlot.Task<>(jobs.run(), work));
        spent = spent.plus(ShardResult.cost(results));
        return sums.reduce(results, job.weighted());
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, GradientJob job) {
        return ((SummedGradients) first).with(gradients(job), job.second(), layout);
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    @Override
    public void close() {
        sums.close();
    }
}
