package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.model.SecondPass;
import io.plateau.model.ShardGradient;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.rdd.RDD;

/**
 * The first job of a step on Spark: what every shard computes, before it is said what becomes of it.
 *
 * @param shards one in each partition, in their order
 * @param slots where they are computed
 * @param theta the parameters
 * @param along what perturbations climb along; null where the plan has no directions given
 * @param plan which gradients
 */
record GradientJob(RDD<Shard> shards, SlotSource slots, SharedFloats theta, SharedFloats along, StepPlan plan) {

    /** Whether the plan fixed the weights, so that there is one row. */
    boolean weighted() {
        return plan.request().weights().isPresent();
    }

    SecondPass second() {
        return plan.request().second();
    }

    /** The gradients of a shard, handed to {@code use} while the slot holds them. */
    <R> OnSlot<R> work(Use<R> use) {
        SharedFloats directions = along;
        StepPlan step = plan;
        return new OnSlot<>(slots, theta, (slot, shard, parameters) -> {
            Optional<float[]> climbed = Optional.ofNullable(directions).map(SharedFloats::values);
            return use.of(slot, shard.index(), slot.compute(shard, parameters, climbed, step));
        });
    }

    /** Where in which shard something is not finite, once it is known that there is something. */
    Optional<NonFinite> search(Jobs jobs) {
        SecondPass second = second();
        OnSlot<Found> look = work((slot, shard, gradient) ->
                new Found(new ShardResult(shard, gradient, second, slot.kernels(), slot.copying())
                        .firstNonFinite(slot.layout())));
        return jobs.run(shards, new OnSlot.Task<>(jobs.run(), look)).stream()
                .flatMap(found -> found.nonFinite().stream())
                .findFirst();
    }

    /** What is done with the gradients of a shard. */
    interface Use<R> extends Serializable {
        R of(Slot slot, int shard, ShardGradient gradient);
    }

    /** What a search found in a shard; crosses the wire. */
    private static final class Found implements Serializable {
        private static final long serialVersionUID = 1;

        private final boolean any;
        private final int shard;
        private final int task;
        private final String what;

        Found(Optional<NonFinite> found) {
            any = found.isPresent();
            shard = found.map(NonFinite::shard).orElse(0);
            task = found.map(NonFinite::task).orElse(0);
            what = found.map(NonFinite::what).orElse("");
        }

        Optional<NonFinite> nonFinite() {
            return any ? Optional.of(new NonFinite(shard, task, what)) : Optional.empty();
        }
    }
}
