package io.plateau.cluster;

import io.plateau.conf.ClusterConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.ModelSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * A cluster of Spark executors: one or two jobs per step, one task per shard, the shards cached where they were first read.
 *
 * <p>Tasks are pure functions of (parameters, plan, shard), so a lost executor costs time and nothing else. Parameters travel
 * as raw bytes in a broadcast that lives for one step.
 */
public final class SparkCluster implements Cluster {
    private final JavaSparkContext context;
    private final ModelSpec model;
    private final Map<Split, JavaRDD<Shard>> shards;
    private final SlotSource slots;
    private final Jobs jobs;
    private final Reduction reduction;
    private StepCost spent = StepCost.NONE;

    /**
     * A cluster over the shards of a dataset.
     *
     * @param model the network
     * @param shards per split, one shard in each partition, partition i holding shard i; cached here
     * @param kernels called on the executors, and on the driver for every slice of the rows
     * @param config how gradients are summed
     */
    public SparkCluster(
            ModelSpec model, Map<Split, JavaRDD<Shard>> shards, KernelsFactory kernels, ClusterConfig config) {
        this.model = model;
        this.shards = new EnumMap<>(shards);
        this.shards.forEach(
                (split, rdd) -> rdd.setName(split.label() + " shards").persist(StorageLevel.MEMORY_AND_DISK()));
        context = JavaSparkContext.fromSparkContext(shards.get(Split.TRAIN).context());
        String run = UUID.randomUUID().toString();
        slots = new SlotSource(run, model, kernels);
        jobs = new Jobs(context, run);
        this.reduction = Reductions.of(config, context, shards(), jobs, slots, model, kernels);
    }

    @Override
    public int shards() {
        return shards.get(Split.TRAIN).getNumPartitions();
    }

    @Override
    public boolean labelsComplete() {
        jobs.describe("loading the training shards");
        return shards.get(Split.TRAIN).map(Shard::isFullyLabelled).collect().stream()
                .allMatch(complete -> complete);
    }

    @Override
    public Shared share(float[] parameters) {
        spent = spent.plus(StepCost.sent((long) Float.BYTES * parameters.length));
        return SharedFloats.of(context, parameters);
    }

    @Override
    public ShardGradients gradients(Shared theta, Optional<Shared> directions, StepPlan plan) {
        jobs.describe(plan.name() + ": gradients");
        return reduction.gradients(job(theta, directions, plan));
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, Shared theta, Shared directions, StepPlan plan) {
        jobs.describe(plan.name() + ": perturbed gradients");
        return reduction.perturbed(first, job(theta, Optional.of(directions), plan));
    }

    private GradientJob job(Shared theta, Optional<Shared> directions, StepPlan plan) {
        SharedFloats along = directions.map(SharedFloats.class::cast).orElse(null);
        return new GradientJob(shards.get(Split.TRAIN).rdd(), slots, (SharedFloats) theta, along, plan);
    }

    @Override
    public double[] losses(Shared theta, StepPlan plan) {
        jobs.describe(plan.name() + ": losses");
        List<BatchLosses> losses =
                onShards(Split.TRAIN, theta, (slot, shard, parameters) -> slot.losses(shard, parameters, plan));
        spent = spent.plus(BatchLosses.cost(losses));
        return BatchLosses.mean(losses);
    }

    @Override
    public <R extends ShardReport> List<R> onEachShard(Shared shared, String what, ShardWork<R> work) {
        jobs.describe(what);
        ModelSpec network = model;
        List<R> reports = onShards(
                Split.TRAIN, shared, (slot, shard, values) -> LocalCluster.alone(network, slot, shard, values, work));
        spent = spent.plus(ShardReport.total(reports));
        return reports;
    }

    @Override
    public StepCost spent() {
        return spent.plus(reduction.spent());
    }

    @Override
    public List<TaskErrors> evaluate(Shared theta, Split split) {
        List<TaskErrors> sum = TaskErrors.none(model);
        if (shards.containsKey(split)) {
            jobs.describe("evaluation on the " + split + " split");
            onShards(split, theta, (slot, shard, parameters) -> new ArrayList<>(slot.evaluate(shard, parameters)))
                    .forEach(errors -> TaskErrors.merge(sum, errors));
        }
        return sum;
    }

    private <R extends Serializable> List<R> onShards(Split split, Shared theta, OnSlot.Work<R> work) {
        OnSlot<R> onSlot = new OnSlot<>(slots, (SharedFloats) theta, work);
        return jobs.run(shards.get(split).rdd(), new OnSlot.Task<>(jobs.run(), onSlot));
    }

    @Override
    public void close() {
        shards.values().forEach(rdd -> rdd.unpersist(false));
        reduction.close();
        SlotPool.close(jobs.run());
    }
}
