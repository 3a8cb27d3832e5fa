package io.plateau.job;

import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.observe.TrialBoard;
import io.plateau.observe.TrialWire;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
    private final Map<DriverClusters.Reading, Broadcast<EnumMap<Split, List<Shard>>>> shared = new HashMap<>();

    ExecutorPlace(SparkSession spark, Datasets.Opened opened, TrialBoard board, BooleanSupplier interrupted) {
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.opened = opened;
        this.clusters = new DriverClusters(opened, spark);
        this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        this.interrupted = interrupted;
        TrialWire.listen(board, interrupted);
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

    /** The shards of a trial, of which every executor has one copy for all its tasks. */
    private synchronized Broadcast<EnumMap<Split, List<Shard>>> shards(JobConfig config) {
        Dataset trained = TaskSelection.of(config.dataset().tasks(), opened.dataset());
        return shared.computeIfAbsent(DriverClusters.Reading.of(config, trained), reading -> {
            EnumMap<Split, List<Shard>> shards = new EnumMap<>(Split.class);
            clusters.collected(config, trained).forEach((split, of) -> shards.put(split, new ArrayList<>(of)));
            return context.broadcast(shards);
        });
    }

    @Override
    public void close() {
        TrialWire.close();
        shared.values().forEach(Broadcast::destroy);
        hadoop.destroy();
    }
}
