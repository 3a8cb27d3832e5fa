package io.plateau.cluster;

import io.plateau.model.ModelSpec;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * The slots of this JVM, by run: a task takes one that is free or makes one, so there are as many as tasks ever ran at once.
 * A cache and nothing more: a lost slot is made again.
 */
final class SlotPool {
    private static final Map<String, Deque<Slot>> IDLE = new ConcurrentHashMap<>();

    private static final Map<String, BufferPool> ROWS = new ConcurrentHashMap<>();

    private SlotPool() {}

    /** Runs {@code work} on a slot that nobody else uses meanwhile. */
    static <R> R use(String run, ModelSpec model, KernelsFactory kernels, Function<Slot, R> work) {
        Slot slot = take(run);
        if (slot == null) {
            slot = new Slot(model, kernels.get(), ROWS.computeIfAbsent(run, key -> new BufferPool()));
        }
        boolean done = false;
        try {
            R result = work.apply(slot);
            done = true;
            return result;
        } finally {
            if (done) {
                IDLE.computeIfAbsent(run, key -> new ConcurrentLinkedDeque<>()).push(slot);
            } else {
                // What failed half-way may have left anything behind.
                slot.close();
            }
        }
    }

    private static Slot take(String run) {
        Deque<Slot> idle = IDLE.get(run);
        return idle == null ? null : idle.poll();
    }

    /** Closes the idle slots of a run in this JVM and their spare buffers. */
    static void close(String run) {
        Deque<Slot> idle = IDLE.remove(run);
        if (idle != null) {
            idle.forEach(Slot::close);
        }
        BufferPool rows = ROWS.remove(run);
        if (rows != null) {
            rows.close();
        }
    }
}
