package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.ModelSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A cluster of Spark executors: one job per step, one task per shard, the shards cached where they were first read.
 *
 * <p>Tasks are pure functions of (parameters, plan, shard), so a lost executor costs time and nothing else. Parameters travel
 * as raw bytes in a broadcast that lives for one step.
 */
public final class SparkCluster implements Cluster {
    private final JavaSparkContext context;
    private final ModelSpec model;
    private final KernelsFactory kernelsFactory;
    private final DriverReduction reduction;
    private final Map<Split, JavaRDD<Shard>> shards;
    private final String id = UUID.randomUUID().toString();
    private StepCost spent = StepCost.NONE;

    /**
     * A cluster over the shards of a dataset.
     *
     * @param model the network
     * @param shards per split, one shard in each partition, partition i holding shard i; cached here
     * @param kernels called on the executors, and on the driver for every slice of the rows
     */
    public SparkCluster(ModelSpec model, Map<Split, JavaRDD<Shard>> shards, KernelsFactory kernels) {
        this.model = model;
        this.shards = new EnumMap<>(shards);
        this.shards.values().forEach(rdd -> rdd.persist(StorageLevel.MEMORY_AND_DISK()));
        context = JavaSparkContext.fromSparkContext(shards.get(Split.TRAIN).context());
        kernelsFactory = kernels;
        reduction = new DriverReduction(model, kernels);
    }

    @Override
    public int shards() {
        return shards.get(Split.TRAIN).getNumPartitions();
    }

    @Override
    public boolean labelsComplete() {
        context.setJobDescription("loading the training shards");
        return shards.get(Split.TRAIN).map(Shard::isFullyLabelled).collect().stream()
                .allMatch(complete -> complete);
    }

    @Override
    public Shared share(float[] parameters) {
        spent = spent.plus(new StepCost(0, 0, (long) Float.BYTES * parameters.length, 0));
        return SharedFloats.of(context, parameters);
    }

    @Override
    public ShardGradients gradients(Shared theta, Optional<Shared> directions, StepPlan plan) {
        context.setJobDescription("step " + plan.step() + ": gradients");
        return summed(theta, directions, plan);
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, Shared theta, Shared directions, StepPlan plan) {
        context.setJobDescription("step " + plan.step() + ": perturbed gradients");
        SummedGradients second = summed(theta, Optional.of(directions), plan);
        return ((SummedGradients) first).with(second, plan.request().second(), model.layout());
    }

    private SummedGradients summed(Shared theta, Optional<Shared> directions, StepPlan plan) {
        SharedFloats along = directions.map(SharedFloats.class::cast).orElse(null);
        List<ShardResult> results = onShards(
                Split.TRAIN,
                theta,
                (slot, shard, parameters) -> slot.result(
                        shard,
                        parameters,
                        Optional.ofNullable(along).map(SharedFloats::values),
                        plan,
                        Parcel.isAtHome()));
        spent = spent.plus(ShardResult.cost(results));
        return reduction.reduce(results, plan.request().weights().isPresent());
    }

    @Override
    public double[] losses(Shared theta, StepPlan plan) {
        context.setJobDescription("step " + plan.step() + ": losses");
        List<BatchLosses> losses =
                onShards(Split.TRAIN, theta, (slot, shard, parameters) -> slot.losses(shard, parameters, plan));
        spent = spent.plus(BatchLosses.cost(losses));
        return BatchLosses.mean(losses);
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    @Override
    public List<TaskErrors> evaluate(Shared theta, Split split) {
        List<TaskErrors> sum = TaskErrors.none(model);
        if (shards.containsKey(split)) {
            context.setJobDescription("evaluation on the " + split + " split");
            onShards(split, theta, (slot, shard, parameters) -> new ArrayList<>(slot.evaluate(shard, parameters)))
                    .forEach(errors -> TaskErrors.merge(sum, errors));
        }
        return sum;
    }

    /** One result per shard, in the order of the shards. */
    @SuppressWarnings("unchecked")
    private <R extends Serializable> List<R> onShards(Split split, Shared theta, OnSlot.Work<R> work) {
        OnSlot<R> task = new OnSlot<>(id, model, kernelsFactory, (SharedFloats) theta, work);
        ClassTag<Parcel<R>> parcel = (ClassTag<Parcel<R>>) (ClassTag<?>) ClassTag$.MODULE$.apply(Parcel.class);
        try {
            Object results = context.sc().runJob(shards.get(split).rdd(), task, parcel);
            return Arrays.stream((Parcel<R>[]) results).map(Parcel::open).toList();
        } finally {
            Parcel.discard(id);
        }
    }

    @Override
    public void close() {
        shards.values().forEach(rdd -> rdd.unpersist(false));
        reduction.close();
        SlotPool.close(id);
    }
}
