package io.plateau.job;

import io.plateau.conf.JobConfig;
import io.plateau.observe.RunMetrics;
import io.plateau.observe.TrialBoard;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * {@code sweep.placement = cluster}: the driver makes the steps of a trial, each of them on the cluster that the configuration names. The
 * jobs of a trial are a pool of Spark's fair scheduler.
 */
final class DriverPlace implements TrialPlace {
    private final SparkContext context;
    private final Datasets.Opened opened;
    private final DriverClusters clusters;
    private final TrialBoard board;
    private final RunMetrics metrics;
    private final BooleanSupplier interrupted;

    /**
     * The place.
     *
     * @param alone whether there is one trial at a time, whose figures Spark's metrics then show
     */
    DriverPlace(
            SparkSession spark, Datasets.Opened opened, boolean alone, TrialBoard board, BooleanSupplier interrupted) {
        this.context = spark.sparkContext();
        this.opened = opened;
        this.clusters = new DriverClusters(opened, spark);
        this.metrics = alone ? RunMetrics.here() : RunMetrics.unseen();
        this.board = board;
        this.interrupted = interrupted;
    }

    @Override
    public TrialEnd train(TrialRun run, JobConfig config) {
        context.setLocalProperty("spark.scheduler.pool", run.name());
        return run.on(new TrialRun.Site(
                context.hadoopConfiguration(),
                opened.dataset(),
                clusters,
                metrics,
                (done, total) -> board.line(run.name(), done, total),
                interrupted));
    }

    @Override
    public void close() {
        // Every trial has closed its cluster.
    }
}
