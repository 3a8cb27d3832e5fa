package io.plateau.job;

import io.plateau.cluster.SharedShards;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.observe.TrialBoard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * {@code sweep.placement = executor}: a stretch of a trial is a job of one task. The shards are read once and sent to every executor once;
 * after that a trial needs nothing of the others and of the driver. The task of an executor that is lost is tried again by Spark, and goes
 * on from the trial's last checkpoint.
 */
final class ExecutorPlace implements TrialPlace {
    private final JavaSparkContext context;
    private final Datasets.Opened opened;
    private final DriverClusters clusters;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final BooleanSupplier interrupted;
    private final Map<DriverClusters.Reading, SharedShards> shared = new HashMap<>();

    ExecutorPlace(SparkSession spark, Datasets.Opened opened, TrialBoard board, BooleanSupplier interrupted) {
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.opened = opened;
        this.clusters = new DriverClusters(opened, spark);
        this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        this.interrupted = interrupted;
        TrialWire.listen(news -> {
            news.tell(board);
            return !interrupted.getAsBoolean();
        });
    }

    /** What the placement needs of Spark. */
    static void configure(SparkConf conf) {
        TrialWire.install(conf);
        // A second copy of a slow task would be a second training in one directory.
        conf.set("spark.speculation", "false");
    }

    @Override
    public TrialEnd train(TrialRun run, JobConfig config) {
        try {
            TrialTask task = new TrialTask(run, opened.dataset().toJson(), shards(config), hadoop);
            context.setJobDescription("trial " + run.name());
            return context.parallelize(List.of(1), 1).map(task).collect().get(0);
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            TrialState state = interrupted.getAsBoolean() ? TrialState.LEFT : TrialState.FAILED;
            return new TrialEnd(state, Failures.message(failure), List.of());
        }
    }

    private synchronized SharedShards shards(JobConfig config) {
        Dataset trained = TaskSelection.of(config.dataset().tasks(), opened.dataset());
        return shared.computeIfAbsent(
                DriverClusters.Reading.of(config, trained),
                reading -> SharedShards.of(context, clusters.collected(config, trained)));
    }

    @Override
    public void close() {
        TrialWire.close();
        shared.values().forEach(SharedShards::close);
        hadoop.destroy();
    }
}
