package io.plateau.cluster;

import io.plateau.data.Shard;
import java.io.Serializable;

/**
 * Work on a shard on one slot of the executor.
 *
 * @param <R> what it gives
 */
final class OnSlot<R> implements Serializable {
    private static final long serialVersionUID = 1;

    private final SlotSource slots;
    private final SharedFloats parameters;
    private final Work<R> work;

    OnSlot(SlotSource slots, SharedFloats parameters, Work<R> work) {
        this.slots = slots;
        this.parameters = parameters;
        this.work = work;
    }

    R on(Shard shard) {
        float[] theta = parameters.values();
        return slots.use(slot -> work.on(slot, shard, theta));
    }

    /** What is done with one shard. */
    interface Work<R> extends Serializable {
        R on(Slot slot, Shard shard, float[] parameters);
    }

    /** The task of a job that brings what the work gives to the driver. */
    static final class Task<R extends Serializable> extends JobTask<Shard, R> {
        private static final long serialVersionUID = 1;

        private final OnSlot<R> work;

        Task(String run, OnSlot<R> work) {
            super(run);
            this.work = work;
        }

        @Override
        R on(Shard shard) {
            return work.on(shard);
        }
    }
}
