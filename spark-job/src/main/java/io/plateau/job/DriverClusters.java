package io.plateau.job;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.ShardSource;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.ShardReader;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import io.plateau.model.ModelSpec;
import io.plateau.train.ClusterFactory;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/**
 * The clusters of a driver: Spark's, or a loop over shards in this process, which are read once for all trainings that read the same.
 * Safe for threads.
 */
final class DriverClusters implements Clusters {
    private final Datasets.Opened opened;
    private final SparkSession spark;
    private final Map<Reading, Map<Split, List<Shard>>> collected = new HashMap<>();

    DriverClusters(Datasets.Opened opened, SparkSession spark) {
        this.opened = opened;
        this.spark = spark;
    }

    /** What tells the shards of two trainings on one dataset apart. */
    record Reading(List<String> tasks, int shards, boolean scaleTargets) {

        static Reading of(JobConfig config, Dataset trained) {
            return new Reading(
                    trained.tasks().stream().map(TaskSchema::name).toList(),
                    config.training().shards(),
                    config.dataset().scaleTargets());
        }
    }

    @Override
    public Cluster of(JobConfig config, Dataset trained, Optional<NetworkFile> network) {
        ModelSpec model = ModelSpecs.of(config.model(), trained, network);
        return ClusterFactory.of(
                config, model, () -> collected(config, trained), () -> source(config, Reading.of(config, trained))
                        .rdds());
    }

    /** The shards of a training in this process. */
    synchronized Map<Split, List<Shard>> collected(JobConfig config, Dataset trained) {
        try {
            return collected.computeIfAbsent(Reading.of(config, trained), reading -> source(config, reading)
                    .collected());
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            if (failure instanceof SparkException) {
                requireWhole(config);
            }
            throw failure;
        }
    }

    /** A damaged file shows itself as whatever its reader stumbled over. */
    private void requireWhole(JobConfig config) {
        ShardReader.verify(
                Datasets.path(config.dataset()),
                opened.dataset(),
                spark.sparkContext().hadoopConfiguration());
    }

    private ShardSource source(JobConfig config, Reading reading) {
        return new ShardSource(
                spark,
                Datasets.path(config.dataset()),
                opened.dataset(),
                opened.view(),
                reading.tasks(),
                reading.shards(),
                reading.scaleTargets());
    }
}
