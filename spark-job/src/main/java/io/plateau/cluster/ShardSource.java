package io.plateau.cluster;

import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.ShardReader;
import io.plateau.data.Split;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * A dataset opened for a run: the shards of each of its splits.
 *
 * @param spark session to read with
 * @param directory the dataset
 * @param dataset its description
 * @param shards number of shards of the training split
 * @param scaleTargets whether regression targets are standardised
 */
public record ShardSource(SparkSession spark, Path directory, Dataset dataset, int shards, boolean scaleTargets) {

    /** The shards of a split; empty when the split has no rows. A small split has fewer shards than the training split. */
    JavaRDD<Shard> rdd(Split split) {
        return ShardReader.shards(spark, directory, dataset, split, count(split), scaleTargets);
    }

    /** The same shards in this process. */
    public List<Shard> collect(Split split) {
        return isEmpty(split)
                ? List.of()
                : ShardReader.collect(spark, directory, dataset, split, count(split), scaleTargets);
    }

    boolean isEmpty(Split split) {
        return dataset.rows(split) == 0;
    }

    private int count(Split split) {
        return split == Split.TRAIN ? shards : (int) Math.min(shards, dataset.rows(split));
    }
}
