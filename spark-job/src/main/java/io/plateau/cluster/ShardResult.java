package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.SecondPass;
import io.plateau.model.ShardGradient;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One shard's part of a step with its rows. */
final class ShardResult implements Serializable {
    private static final long serialVersionUID = 1;

    private final ShardFacts facts;
    private final int rows;
    private final ShardRows lossRows;
    private final ShardRows flatRows;

    /**
     * Takes a gradient out of its slot; of the flat rows only those of tasks with a second gradient.
     *
     * @param taker how the rows get to where they are summed
     */
    ShardResult(int shard, ShardGradient gradient, SecondPass second, Kernels kernels, Taker taker) {
        facts = new ShardFacts(shard, gradient, kernels);
        Matrix loss = gradient.lossRows();
        Matrix flat = gradient.flatRows();
        rows = loss == null ? 0 : loss.rows();
        lossRows = loss == null ? null : taker.take(loss, ShardRows.all(loss));
        flatRows = flat == null ? null : taker.take(flat, flatTasks(flat, second));
    }

    /** The tasks with a second gradient. */
    static int[] flatTasks(Matrix flat, SecondPass second) {
        return IntStream.range(0, flat.rows()).filter(second::includes).toArray();
    }

    /** Gives the rows back; they must not be read any more. */
    void release() {
        if (lossRows != null) {
            lossRows.release();
        }
        if (flatRows != null) {
            flatRows.release();
        }
    }

    ShardFacts facts() {
        return facts;
    }

    /** The loss rows: K, or one when the plan fixed the weights; null when only the perturbed rows were asked for. */
    ShardRows lossRows() {
        return lossRows;
    }

    /** The flat rows of the tasks with a second gradient; null when the mode has no flatness components. */
    ShardRows flatRows() {
        return flatRows;
    }

    /** The mean passes of the shards of one job, and the numbers they send: 4 bytes each, 8 for losses and labels. */
    static StepCost cost(List<ShardResult> results) {
        long bytes = results.stream()
                .flatMap(result -> Stream.of(result.lossRows, result.flatRows))
                .filter(Objects::nonNull)
                .mapToLong(ShardRows::bytes)
                .sum();
        return ShardFacts.cost(results.stream().map(ShardResult::facts).toList())
                .plus(StepCost.received(bytes));
    }

    /** The first task whose loss, loss gradient, perturbed gradient or head gradient is not finite. */
    Optional<NonFinite> firstNonFinite(ParameterLayout layout) {
        for (int task = 0; task < layout.tasks(); task++) {
            Optional<NonFinite> broken = facts.firstNonFinite(layout, task);
            if (broken.isPresent()) {
                return broken;
            }
            if (task < rows && !isFinite(lossRows.row(task))) {
                return Optional.of(
                        new NonFinite(facts.shard(), task, rows == 1 ? "weighted gradient" : "loss gradient"));
            }
            if (flatRows != null && flatRows.has(task) && !isFinite(flatRows.row(task))) {
                return Optional.of(new NonFinite(facts.shard(), task, "perturbed gradient"));
            }
        }
        return Optional.empty();
    }

    private static boolean isFinite(float[] values) {
        return ShardFacts.isFinite(values, 0, values.length);
    }

    /** Takes some rows out of a slot. */
    interface Taker {
        ShardRows take(Matrix rows, int[] tasks);
    }
}
