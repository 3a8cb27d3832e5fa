package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.data.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The shards of a dataset that whole trainings in tasks read: a broadcast, of which every executor has one copy for all its tasks, or,
 * where tasks run in the driver's own process, the shards themselves.
 */
public final class SharedShards implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;

    private static final Map<Long, EnumMap<Split, List<Shard>>> PLACES = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final Broadcast<EnumMap<Split, List<Shard>>> broadcast;
    private final long place;

    private SharedShards(Broadcast<EnumMap<Split, List<Shard>>> broadcast, long place) {
        this.broadcast = broadcast;
        this.place = place;
    }

    /** Shares shards that nobody changes. */
    public static SharedShards of(JavaSparkContext context, Map<Split, List<Shard>> shards) {
        EnumMap<Split, List<Shard>> plain = new EnumMap<>(Split.class);
        shards.forEach((split, of) -> plain.put(split, new ArrayList<>(of)));
        if (context.isLocal()) {
            long place = LAST.incrementAndGet();
            PLACES.put(place, plain);
            return new SharedShards(null, place);
        }
        return new SharedShards(context.broadcast(plain), 0);
    }

    /** The shards, on any executor; not to be changed. */
    public Map<Split, List<Shard>> values() {
        Map<Split, List<Shard>> values = broadcast != null ? broadcast.value() : PLACES.get(place);
        if (values == null) {
            throw new IllegalStateException("what was shared is not there any more");
        }
        return values;
    }

    @Override
    public void close() {
        if (broadcast != null) {
            broadcast.destroy();
        } else {
            PLACES.remove(place);
        }
    }
}
