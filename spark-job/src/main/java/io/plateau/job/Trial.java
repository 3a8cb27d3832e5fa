package io.plateau.job;

import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunState;
import io.plateau.cluster.Cluster;
import io.plateau.cluster.ShardSource;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Variant;
import io.plateau.data.Dataset;
import io.plateau.data.ShardReader;
import io.plateau.data.TaskSchema;
import io.plateau.model.ModelSpec;
import io.plateau.observe.ProgressLine;
import io.plateau.train.ClusterFactory;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import io.plateau.train.RunSummary;
import io.plateau.train.TrainingInterrupted;
import io.plateau.train.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/** Trains a configuration and the variants it names, each in a directory of its own below the run's. */
final class Trial {
    private final Datasets.Opened opened;
    private final SparkSession spark;
    private final Consumer<String> say;
    private final BooleanSupplier interrupted;
    private final Optional<WarmStart> start;

    Trial(Datasets.Opened opened, SparkSession spark, Consumer<String> say, BooleanSupplier interrupted) {
        this(opened, spark, say, interrupted, Optional.empty());
    }

    /** Trainings that start from a model, which {@link WarmStart#requireAll} has let pass. */
    Trial(
            Datasets.Opened opened,
            SparkSession spark,
            Consumer<String> say,
            BooleanSupplier interrupted,
            Optional<WarmStart> start) {
        this.start = start;
        this.opened = start.isPresent() ? start.get().seen(opened) : opened;
        this.spark = spark;
        this.say = say;
        this.interrupted = interrupted;
    }

    /** The run itself, then its variants, which go on from their checkpoints when the run does. */
    List<Result> all(ResolvedConfig config, RunDirectory run) throws IOException {
        List<Result> results = new ArrayList<>();
        results.add(one(label(config.job()), config, run));
        for (Variant variant : config.job().training().compare()) {
            String id = id(variant.label());
            try (RunDirectory directory = RunDirectory.resume(run.variants(), id, run.hadoop(), say)) {
                results.add(settled(variant.label(), variant.resolved(), directory));
            }
        }
        return results;
    }

    /**
     * One training, whose directory says in the end how it went.
     *
     * @param label what the progress line calls it
     */
    Result settled(String label, ResolvedConfig config, RunDirectory directory) throws IOException {
        try {
            Result result = one(label, config, directory);
            result.settle(directory);
            return result;
        } catch (TrainingInterrupted left) {
            directory.status(RunState.STOPPED, left.getMessage());
            throw left;
        } catch (Exception failure) {
            directory.fail(failure);
            throw failure;
        }
    }

    private Result one(String label, ResolvedConfig resolved, RunDirectory directory) throws IOException {
        JobConfig config = resolved.job();
        Dataset trained = TaskSelection.of(config.dataset().tasks(), opened.dataset());
        Optional<NetworkFile> network = NetworkFile.of(config.model(), directory, start.flatMap(WarmStart::network));
        try (Cluster cluster = cluster(config, trained, network)) {
            RunSummary summary = new TrainingRun(resolved, trained, directory, say, start.map(WarmStart::parameters))
                    .execute(cluster, (done, total) -> ProgressLine.start(System.err, label, done, total), interrupted);
            return new Result(label, config, summary);
        } catch (Exception failure) {
            if (failure instanceof SparkException) {
                // A damaged file shows itself as whatever its reader stumbled over.
                ShardReader.verify(Datasets.path(config.dataset()), opened.dataset(), directory.hadoop());
            }
            throw failure;
        }
    }

    private Cluster cluster(JobConfig config, Dataset trained, Optional<NetworkFile> network) {
        ModelSpec model = ModelSpecs.of(config.model(), trained, network);
        ShardSource source = new ShardSource(
                spark,
                Datasets.path(config.dataset()),
                opened.dataset(),
                opened.view(),
                trained.tasks().stream().map(TaskSchema::name).toList(),
                config.training().shards(),
                config.dataset().scaleTargets());
        return ClusterFactory.of(config, model, source::collected, source::rdds);
    }

    /** Name of the directory of the variant of a label. */
    static String id(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** "flat nash-mtl", "joint ls", "cagrad". */
    static String label(JobConfig config) {
        String mode = config.sharpness().mode().name().toLowerCase(Locale.ROOT);
        return switch (config.sharpness().mode()) {
            case NONE -> config.method();
            case DECOMPOSED -> "flat " + config.method();
            case JOINT, DIRECT -> mode + " " + config.method();
        };
    }

    /** What one training came to. */
    record Result(String label, JobConfig config, RunSummary summary) {

        /** Why it ended before its end; empty when it did not. */
        String shortfall() {
            return summary.finished() ? "" : "bargaining.on-stationary = stop: no common descent direction is left";
        }

        /** Says in the directory whether it came to its end. */
        void settle(RunDirectory directory) throws IOException {
            directory.status(summary.finished() ? RunState.SUCCEEDED : RunState.STOPPED, shortfall());
        }
    }
}
