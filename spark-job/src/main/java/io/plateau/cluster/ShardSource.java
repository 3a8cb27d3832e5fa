package io.plateau.cluster;

import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.ShardReader;
import io.plateau.data.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * A dataset opened for a run.
 *
 * @param spark session to read with
 * @param directory the dataset
 * @param dataset its description
 * @param shards number of shards of the training split; a smaller split has at most one shard per row
 * @param scaleTargets whether regression targets are standardised
 */
public record ShardSource(SparkSession spark, Path directory, Dataset dataset, int shards, boolean scaleTargets) {

    /** The shards of every split that has rows, as Spark reads them. */
    public Map<Split, JavaRDD<Shard>> rdds() {
        Map<Split, JavaRDD<Shard>> rdds = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (dataset.rows(split) > 0) {
                int count = split == Split.TRAIN ? shards : (int) Math.min(shards, dataset.rows(split));
                rdds.put(split, ShardReader.shards(spark, directory, dataset, split, count, scaleTargets));
            }
        }
        return rdds;
    }

    /** The same shards in this process. */
    public Map<Split, List<Shard>> collected() {
        Map<Split, List<Shard>> collected = new EnumMap<>(Split.class);
        rdds().forEach((split, rdd) -> collected.put(split, rdd.collect()));
        return collected;
    }
}
