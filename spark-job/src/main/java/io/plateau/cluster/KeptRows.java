package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.model.SecondPass;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;

/** The rows of every shard, kept where they were computed. */
final class KeptRows extends Mapped<Shard, ShardResult> {
    private static final long serialVersionUID = 1;

    private final OnSlot<ShardResult> work;

    KeptRows(RDD<Shard> shards, OnSlot<ShardResult> work) {
        super(shards, ShardResult.class);
        this.work = work;
    }

    /** The rows of a job. */
    static KeptRows of(GradientJob job) {
        SecondPass second = job.second();
        return new KeptRows(
                job.shards(), job.work((slot, shard, gradient) -> slot.result(shard, gradient, second, false)));
    }

    @Override
    List<ShardResult> of(int partition, Iterator<Shard> shards) {
        return List.of(work.on(shards.next()));
    }
}
