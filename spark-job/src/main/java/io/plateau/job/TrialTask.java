package io.plateau.job;

import io.plateau.cluster.LocalCluster;
import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.RunMetrics;
import io.plateau.observe.TrialNews;
import io.plateau.observe.TrialWire;
import io.plateau.train.ClusterFactory;
import io.plateau.train.ModelSpecs;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** The task of Spark that trains a stretch of a trial, in a plain loop over all its shards. */
final class TrialTask implements Function<Integer, TrialEnd> {
    private static final long serialVersionUID = 1;

    private final TrialRun run;
    private final String dataset;
    private final Broadcast<EnumMap<Split, List<Shard>>> shards;
    private final Broadcast<SerializableConfiguration> hadoop;

    /**
     * A task.
     *
     * @param dataset the dataset with all its tasks, as text
     * @param shards those of the tasks that the trial trains
     */
    TrialTask(
            TrialRun run,
            String dataset,
            Broadcast<EnumMap<Split, List<Shard>>> shards,
            Broadcast<SerializableConfiguration> hadoop) {
        this.run = run;
        this.dataset = dataset;
        this.shards = shards;
        this.hadoop = hadoop;
    }

    @Override
    public TrialEnd call(Integer one) {
        if (!TrialWire.tell(TrialNews.begin(run.name(), 0, 1))) {
            return new TrialEnd(TrialState.LEFT, "not started", List.of());
        }
        Line line = new Line(run.name());
        TaskContext task = TaskContext.get();
        BooleanSupplier interrupted = () -> line.isAskedToEnd() || task.isInterrupted();
        return run.on(new TrialRun.Site(
                hadoop.value().value(),
                Dataset.ofJson(dataset, "the dataset of the sweep"),
                (config, trained, network) -> new LocalCluster(
                        ModelSpecs.of(config.model(), trained, network),
                        shards.value(),
                        ClusterFactory.kernels(config.gpu())),
                RunMetrics.unseen(),
                line::begin,
                interrupted));
    }

    /** Tells the driver how far the trial has come, and hears whether to go on. */
    private static final class Line implements ProgressLine {
        /** A step takes milliseconds, a person looks every second. */
        private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

        private final String trial;
        private boolean end;
        private long toldAt = System.nanoTime();

        Line(String trial) {
            this.trial = trial;
        }

        ProgressLine begin(long done, long total) {
            tell(TrialNews.begin(trial, done, total));
            return this;
        }

        boolean isAskedToEnd() {
            return end;
        }

        @Override
        public void step(long step, double loss) {
            if (System.nanoTime() - toldAt >= INTERVAL) {
                tell(TrialNews.step(trial, step));
            }
        }

        @Override
        public void epoch(int epochs, double score) {
            tell(TrialNews.epoch(trial, epochs, score));
        }

        private void tell(TrialNews news) {
            end |= !TrialWire.tell(news);
            toldAt = System.nanoTime();
        }

        @Override
        public void close() {
            // The task's result says the rest.
        }
    }
}
