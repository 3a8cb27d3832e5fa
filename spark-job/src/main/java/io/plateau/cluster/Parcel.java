package io.plateau.cluster;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;

/**
 * A task's result on its way to the driver. Spark serialises results twice and moves large ones through the network even when the
 * task ran in the driver's own process, as in local mode; there, only the number of a place in this process travels.
 *
 * <p>Places are kept by run. Those of tasks whose result nobody asked for, such as the second copy of a speculative one, are given
 * up by {@link #discard}.
 *
 * @param <T> what is sent
 */
final class Parcel<T extends Serializable> implements Serializable {
    private static final long serialVersionUID = 1;

    /** What Spark calls the executor inside the driver's process. */
    private static final String DRIVER = "driver";

    private static final Map<String, Map<Long, Object>> PLACES = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final String run;
    private final long place;
    private final T content;

    private Parcel(String run, long place, T content) {
        this.run = run;
        this.place = place;
        this.content = content;
    }

    /** Packs a result where the task ran. */
    static <T extends Serializable> Parcel<T> of(String run, T content) {
        return isAtHome() ? here(run, content) : new Parcel<>(run, 0, content);
    }

    /** Whether this task runs in the driver's process. */
    static boolean isAtHome() {
        SparkEnv env = SparkEnv.get();
        return env != null && DRIVER.equals(env.executorId());
    }

    /** Leaves a result in this process. */
    static <T extends Serializable> Parcel<T> here(String run, T content) {
        long place = LAST.incrementAndGet();
        PLACES.computeIfAbsent(run, key -> new ConcurrentHashMap<>()).put(place, content);
        return new Parcel<>(run, place, null);
    }

    /** The result, on the driver; once. */
    @SuppressWarnings("unchecked")
    T open() {
        if (place == 0) {
            return content;
        }
        Map<Long, Object> places = PLACES.getOrDefault(run, Map.of());
        T left = places.isEmpty() ? null : (T) places.remove(place);
        if (left == null) {
            throw new IllegalStateException("the result of a task is not where the task has left it");
        }
        return left;
    }

    /** Gives up what was left for a run and not asked for. */
    static void discard(String run) {
        PLACES.remove(run);
    }
}
