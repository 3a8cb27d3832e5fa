package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.model.MiniBatch;
import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterLayout;
import io.plateau.model.SecondPass;
import io.plateau.model.ShardGradient;
import io.plateau.model.TaskGradients;
import io.plateau.model.kernel.Kernels;
import io.plateau.observe.ShardMeter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one core needs to compute shards: a model with its buffers, and the orders of the epoch it is in. Holds nothing that
 * could not be computed again, so it may be dropped or replaced between any two calls. Not thread-safe.
 */
final class Slot implements AutoCloseable {
    /** Rows per forward pass of an evaluation: enough for full BLAS speed, small enough to stay in the cache. */
    private static final int EVALUATION_ROWS = 512;

    /** The same for molecules, which are some twenty rows each. */
    private static final int EVALUATION_MOLECULES = 64;

    private final ModelSpec model;
    private final Kernels kernels;
    private final BufferPool rows;
    private final TaskGradients gradients;
    private final Map<Integer, BatchOrder> orders = new HashMap<>();

    /**
     * A slot.
     *
     * @param kernels its own, closed with it
     * @param rows where buffers of rows come from, and where those go that were handed over
     */
    Slot(ModelSpec model, Kernels kernels, BufferPool rows) {
        this.model = model;
        this.kernels = kernels;
        this.rows = rows;
        gradients = new TaskGradients(model, kernels, rows);
    }

    Kernels kernels() {
        return kernels;
    }

    ParameterLayout layout() {
        return model.layout();
    }

    /**
     * The shard's part of a step: views that stay valid until the next call.
     *
     * @param directions what perturbations climb along, where the plan has them given
     */
    ShardGradient compute(Shard shard, float[] parameters, Optional<float[]> directions, StepPlan plan) {
        MiniBatch batch = batch(shard, plan);
        gradients.load(parameters);
        directions.ifPresent(gradients::loadDirections);
        long started = System.nanoTime();
        ShardGradient gradient = gradients.compute(batch, plan.request());
        ShardMeter.here()
                .computed(
                        System.nanoTime() - started,
                        gradient.forwardPasses(),
                        gradient.backwardPasses(),
                        Arrays.stream(gradient.losses()).allMatch(Double::isFinite));
        return gradient;
    }

    /** The shard's losses in a step: a forward pass. */
    BatchLosses losses(Shard shard, float[] parameters, StepPlan plan) {
        MiniBatch batch = batch(shard, plan);
        gradients.load(parameters);
        return new BatchLosses(gradients.losses(batch), batch.labels(model.heads()));
    }

    private MiniBatch batch(Shard shard, StepPlan plan) {
        BatchOrder order = orders.get(shard.index());
        if (order == null || !order.isFor(shard.rows(), plan.seed(), plan.epoch())) {
            order = BatchOrder.of(shard.rows(), plan.seed(), plan.epoch(), shard.index());
            orders.put(shard.index(), order);
        }
        return MiniBatch.of(shard, order.rows(plan.batch(), plan.division()));
    }

    /** The same for whoever adds up the rows in this process: the rows are handed over. */
    ShardResult result(Shard shard, float[] parameters, Optional<float[]> directions, StepPlan plan) {
        ShardGradient gradient = compute(shard, parameters, directions, plan);
        return result(shard.index(), gradient, plan.request().second(), true);
    }

    /**
     * What {@link #compute} gave, made to stay valid.
     *
     * @param here whether it is read in this process; then the rows are handed over, else copied
     */
    ShardResult result(int shard, ShardGradient gradient, SecondPass second, boolean here) {
        ShardResult result = new ShardResult(shard, gradient, second, kernels, here ? handingOver() : copying());
        if (here) {
            gradients.handOverRows();
        }
        return result;
    }

    /** Where buffers of rows come from and go. */
    BufferPool rows() {
        return rows;
    }

    private ShardResult.Taker handingOver() {
        return (values, tasks) -> new ShardRows.HandedOver(kernels, values, tasks, rows);
    }

    /** Takes rows by copying them. */
    ShardResult.Taker copying() {
        return (values, tasks) -> new ShardRows.Sent(kernels, values, tasks);
    }

    /** Errors of all tasks on all rows of a shard. */
    List<TaskErrors> evaluate(Shard shard, float[] parameters) {
        List<TaskErrors> errors = TaskErrors.none(model);
        gradients.load(parameters);
        int atOnce = model.readsMolecules() ? EVALUATION_MOLECULES : EVALUATION_ROWS;
        for (int from = 0; from < shard.rows(); from += atOnce) {
            int rows = Math.min(atOnce, shard.rows() - from);
            MiniBatch batch = MiniBatch.of(shard, range(from, rows));
            float[] outputs = new float[rows * model.outputs()];
            gradients.predict(batch, outputs);
            TaskErrors.add(errors, model, outputs, shard, from, rows);
        }
        return errors;
    }

    private static int[] range(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        return rows;
    }

    @Override
    public void close() {
        gradients.close();
        kernels.close();
    }
}
