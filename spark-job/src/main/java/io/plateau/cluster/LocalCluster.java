package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.ModelSpec;
import io.plateau.model.ShardGradient;
import io.plateau.model.StepRequest;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster in this process and on this thread: the shards one after another in a plain loop. */
public final class LocalCluster implements Cluster {
    private final ModelSpec model;
    private final Map<Split, List<Shard>> shards;
    private final Slot slot;
    private final RowSums reduction;
    private final Buffer direction;
    private final Runnable release;
    private StepCost spent = StepCost.NONE;

    /** A cluster over shards in memory. The kernels are the cluster's own. */
    public LocalCluster(ModelSpec model, Map<Split, List<Shard>> shards, KernelsFactory kernels) {
        this.model = model;
        this.shards = Map.copyOf(shards);
        BufferPool rows = new BufferPool();
        slot = new Slot(model, kernels.get(), rows);
        direction = slot.kernels().allocate(model.layout().shared());
        reduction = shards() > 1 ? new RowSums(model.layout(), kernels) : null;
        release = () -> {
            slot.close();
            rows.close();
        };
    }

    private LocalCluster(ModelSpec model, Shard shard, Slot borrowed) {
        this.model = model;
        shards = Map.of(Split.TRAIN, List.of(shard));
        slot = borrowed;
        direction = slot.kernels().allocate(model.layout().shared());
        reduction = null;
        release = () -> {};
    }

    /** Lets a shard work by itself on a slot, which nobody else uses meanwhile. */
    static <R extends ShardReport> R alone(ModelSpec model, Slot slot, Shard shard, float[] shared, ShardWork<R> work) {
        try (LocalCluster alone = new LocalCluster(model, shard, slot)) {
            return work.on(alone, shard, shared);
        }
    }

    @Override
    public int shards() {
        return shards.get(Split.TRAIN).size();
    }

    @Override
    public boolean labelsComplete() {
        return shards.get(Split.TRAIN).stream().allMatch(Shard::isFullyLabelled);
    }

    @Override
    public Shared share(float[] parameters) {
        return new InProcess(parameters);
    }

    @Override
    public ShardGradients gradients(Shared theta, Optional<Shared> directions, StepPlan plan) {
        return summed(theta, directions, plan);
    }

    @Override
    public ShardGradients perturbed(ShardGradients first, Shared theta, Shared directions, StepPlan plan) {
        SummedGradients second = summed(theta, Optional.of(directions), plan);
        return ((SummedGradients) first).with(second, plan.request().second(), model.layout());
    }

    private SummedGradients summed(Shared theta, Optional<Shared> shared, StepPlan plan) {
        float[] parameters = ((InProcess) theta).values();
        Optional<float[]> directions = shared.map(along -> ((InProcess) along).values());
        boolean weighted = plan.request().weights().isPresent();
        List<Shard> train = shards.get(Split.TRAIN);
        if (train.size() == 1) {
            ShardGradient gradient = slot.compute(train.get(0), parameters, directions, plan);
            spend(gradient.forwardPasses(), gradient.backwardPasses());
            return inPlace(train.get(0).index(), gradient, plan.request());
        }
        List<ShardResult> results = new ArrayList<>();
        for (Shard shard : train) {
            results.add(slot.result(shard, parameters, directions, plan));
        }
        StepCost cost = ShardResult.cost(results);
        spend(cost.forwardPasses(), cost.backwardPasses());
        return reduction.reduce(results, weighted);
    }

    private void spend(double forward, double backward) {
        spent = spent.plus(StepCost.passes(forward, backward));
    }

    @Override
    public StepCost spent() {
        return spent;
    }

    /** One shard is the whole batch: its rows are combined where the slot computed them. */
    private SummedGradients inPlace(int shard, ShardGradient gradient, StepRequest request) {
        Kernels kernels = slot.kernels();
        float[] heads = read(gradient.heads());
        Matrix whole = Matrix.dense(direction, 0, 1, model.layout().shared());
        return new SummedGradients(
                List.of(RowSlice.whole(kernels, gradient.lossRows(), gradient.flatRows(), whole)),
                false,
                request.weights().isPresent(),
                new HeadGradients(heads, gradient.lossHeads() == null ? heads : read(gradient.lossHeads())),
                new StepLosses(gradient.losses(), gradient.perturbedLosses(), gradient.labels()),
                gradient.seconds(),
                () -> new ShardResult(shard, gradient, request.second(), kernels, slot.copying())
                        .firstNonFinite(model.layout()),
                () -> {});
    }

    private float[] read(Buffer buffer) {
        float[] values = new float[Math.toIntExact(buffer.length())];
        slot.kernels().read(buffer, 0, values, 0, values.length);
        return values;
    }

    @Override
    public double[] losses(Shared theta, StepPlan plan) {
        float[] parameters = ((InProcess) theta).values();
        spend(1, 0);
        return BatchLosses.mean(shards.get(Split.TRAIN).stream()
                .map(shard -> slot.losses(shard, parameters, plan))
                .toList());
    }

    @Override
    public <R extends ShardReport> List<R> onEachShard(Shared shared, String what, ShardWork<R> work) {
        float[] values = ((InProcess) shared).values();
        List<R> reports = new ArrayList<>();
        for (Shard shard : shards.get(Split.TRAIN)) {
            reports.add(alone(model, slot, shard, values, work));
        }
        StepCost cost = ShardReport.total(reports);
        spend(cost.forwardPasses(), cost.backwardPasses());
        return reports;
    }

    @Override
    public List<TaskErrors> evaluate(Shared theta, Split split) {
        float[] parameters = ((InProcess) theta).values();
        List<TaskErrors> sum = TaskErrors.none(model);
        for (Shard shard : shards.getOrDefault(split, List.of())) {
            TaskErrors.merge(sum, slot.evaluate(shard, parameters));
        }
        return sum;
    }

    @Override
    public void close() {
        if (reduction != null) {
            reduction.close();
        }
        direction.close();
        release.run();
    }

    /** The array itself: there is only one process. */
    private record InProcess(float[] values) implements Shared {
        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
