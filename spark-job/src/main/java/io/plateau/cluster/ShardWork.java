package io.plateau.cluster;

import io.plateau.data.Shard;
import java.io.Serializable;

/**
 * What a shard does by itself. Travels to the executors, so it is a plain class; a pure function of what it gets, so that a task that
 * was lost may be done again.
 *
 * @param <R> what comes to the driver
 */
public interface ShardWork<R extends ShardReport> extends Serializable {
    /**
     * Works on one shard.
     *
     * @param alone a cluster of this shard alone, in the process and on the thread of the task; valid during the call
     * @param shard the shard
     * @param shared what the driver shared; not to be changed
     */
    R on(Cluster alone, Shard shard, float[] shared);
}
