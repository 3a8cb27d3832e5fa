package io.plateau.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunState;
import io.plateau.cluster.Cluster;
import io.plateau.conf.JobConfig;
import io.plateau.data.FrameDataset;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.OpenBlasCore;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.RunMetrics;
import io.plateau.train.BatchPlan;
import io.plateau.train.ClusterFactory;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import io.plateau.train.RunSummary;
import io.plateau.train.TrainedModel;
import io.plateau.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training on the rows of a DataFrame: {@link TrainingRun}, as the command {@code train} has it. */
final class Fit {
    private static final Logger LOG = LoggerFactory.getLogger(PlateauEstimator.class);

    /** What Spark's pages call the jobs of a thread. */
    private static final String DESCRIPTION = "spark.job.description";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EstimatorPlan plan;
    private final FrameDataset rows;
    private final SparkContext spark;
    private final Configuration hadoop;

    /**
     * A training.
     *
     * @param frame the columns that {@link EstimatorPlan#select} gives
     * @throws io.plateau.data.DataProblem when the rows are not fit for it
     * @throws io.plateau.conf.ConfigProblem when a network that the user brings is not
     */
    Fit(EstimatorPlan plan, org.apache.spark.sql.Dataset<Row> frame) {
        // Before anything here loads the library, as in the program.
        OpenBlasCore.prepare();
        this.plan = plan;
        spark = frame.sparkSession().sparkContext();
        hadoop = spark.hadoopConfiguration();
        JobConfig config = plan.config().job();
        Optional<NetworkFile> network = NetworkFile.named(config.model(), Optional.empty(), hadoop);
        rows = FrameDataset.of(frame, plan.featureNames(), plan.targets());
        BatchPlan.of(config.training(), rows.dataset());
        ModelSpecs.of(config.model(), rows.dataset(), network);
    }

    /** Trains in a directory on this machine, whatever Hadoop's default file system is, that is gone afterwards. */
    PlateauModel leavingNothing(String uid) throws IOException {
        java.nio.file.Path scratch = Files.createTempDirectory("plateau-fit-" + uid.replaceAll("\\W", "") + "-");
        Path directory = new Path(scratch.toUri());
        try {
            return in(directory.toString(), uid);
        } finally {
            directory.getFileSystem(hadoop).delete(directory, true);
        }
    }

    /**
     * Trains in a new run directory.
     *
     * @param directory of all runs
     */
    PlateauModel in(String directory, String uid) throws IOException {
        JobConfig config = plan.config().job();
        // Cross validation fits several at once.
        String id = RunDirectory.newId(config.run().name(), Instant.now()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        try (RunDirectory run = RunDirectory.create(new Path(directory), id, hadoop)) {
            try {
                run.config(plan.config().text());
                run.provenance(Provenance.ofThisProcess(List.of("PlateauEstimator.fit", uid)));
                RunSummary summary = train(config, run);
                run.status(
                        summary.finished() ? RunState.SUCCEEDED : RunState.STOPPED,
                        summary.finished() ? "" : "no common descent direction is left");
                return new PlateauModel(
                        uid, TrainedModel.read(run.model(), hadoop), new PlateauSummary(summary, epochs(run)));
            } catch (Exception failure) { // Spark throws checked exceptions undeclared
                run.fail(failure);
                throw failure;
            }
        }
    }

    private RunSummary train(JobConfig config, RunDirectory run) throws IOException {
        Optional<NetworkFile> network = NetworkFile.of(config.model(), run, Optional.empty());
        ModelSpec model = ModelSpecs.of(config.model(), rows.dataset(), network);
        String before = spark.getLocalProperty(DESCRIPTION);
        try (Cluster cluster = ClusterFactory.of(config, model, this::collected, this::shards)) {
            // A session may fit several at once, as CrossValidator does.
            RunMetrics metrics = RunMetrics.unseen();
            return new TrainingRun(plan.config(), rows.dataset(), run, LOG::info, Optional.empty(), metrics)
                    .execute(cluster, (done, total) -> new Quiet(), () -> false);
        } finally {
            // A step names its jobs; the caller's next ones have another name.
            spark.setLocalProperty(DESCRIPTION, before);
        }
    }

    private Map<Split, JavaRDD<Shard>> shards() {
        JobConfig config = plan.config().job();
        return rows.shards(config.training().shards(), config.dataset().scaleTargets());
    }

    private Map<Split, List<Shard>> collected() {
        Map<Split, List<Shard>> here = new EnumMap<>(Split.class);
        shards().forEach((split, rdd) -> here.put(split, rdd.collect()));
        return here;
    }

    private static List<PlateauSummary.Epoch> epochs(RunDirectory run) throws IOException {
        List<PlateauSummary.Epoch> epochs = new ArrayList<>();
        for (String line : run.readLines("epochs")) {
            JsonNode epoch = JSON.readTree(line);
            double[] losses = new double[epoch.path("losses").size()];
            for (int task = 0; task < losses.length; task++) {
                losses[task] = number(epoch.path("losses").get(task));
            }
            epochs.add(new PlateauSummary.Epoch(number(epoch.path("score")), losses));
        }
        return epochs;
    }

    /** JSON has no NaN: it comes as text. */
    private static double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText("NaN"));
    }

    /** Says nothing: there may be no terminal. */
    private static final class Quiet implements ProgressLine {
        @Override
        public void step(long step, double loss) {
            // Nobody is told.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
