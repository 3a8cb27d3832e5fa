package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.checkpoint.RunDirectory;
import io.plateau.cluster.Cluster;
import io.plateau.cluster.ShardSource;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.SplitPlan;
import io.plateau.data.SyntheticSource;
import io.plateau.data.TaskSchema;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.RunMetrics;
import io.plateau.train.ModelSpecs;
import io.plateau.train.TrainedModel;
import io.plateau.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seconds of a fit beside those of the training that {@code train} makes of the same rows, in turns in one process; both give the
 * same parameters. It runs only when it is named, with the compiler that programs run with: {@code mvn -Pquick -pl spark-job -am test
 * -Dtest=EstimatorSpeed -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm=-Xmx2g}.
 */
class EstimatorSpeed {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 7;
    private static final int TASKS = 10;
    private static final int EPOCHS = 10;

    @TempDir
    Path directory;

    @Test
    void medians() throws IOException {
        try (SparkSession spark = Clinic.session()) {
            var place = new org.apache.hadoop.fs.Path(directory + "/data");
            SyntheticSource source = SyntheticSource.gradNorm(20_000, 1).withSizes(64, 1);
            Dataset dataset = DatasetWriter.write(spark, source, new SplitPlan(0.9, 0.1, 0, 1, null), place);
            org.apache.spark.sql.Dataset<Row> rows = frame(spark).cache();
            rows.count();
            double[] train = new double[ROUNDS];
            double[] fit = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                float[] trained = new float[0];
                float[] fitted = new float[0];
                for (int turn = 0; turn < 2; turn++) {
                    // Whoever comes second finds warmer caches and the other's garbage: they swap.
                    boolean estimates = (turn == 0) == (round % 2 == 0);
                    System.gc();
                    long start = System.nanoTime();
                    if (estimates) {
                        fitted = estimator().fit(rows).trained().parameters();
                    } else {
                        trained = train(spark, place, dataset, round);
                    }
                    if (round >= 0) {
                        (estimates ? fit : train)[round] = (System.nanoTime() - start) * 1e-9;
                    }
                }
                assertThat(fitted).containsExactly(trained);
            }
            System.out.printf(
                    Locale.ROOT,
                    "train %.2f s, fit %.2f s, ratio of medians %.3f, of minima %.3f (%s | %s)%n",
                    median(train),
                    median(fit),
                    median(fit) / median(train),
                    Arrays.stream(fit).min().orElseThrow()
                            / Arrays.stream(train).min().orElseThrow(),
                    Arrays.toString(train),
                    Arrays.toString(fit));
        }
    }

    private org.apache.spark.sql.Dataset<Row> frame(SparkSession spark) {
        String[] labels = IntStream.range(0, TASKS)
                .mapToObj(t -> "targets[" + t + "] as y" + t)
                .toArray(String[]::new);
        org.apache.spark.sql.Dataset<Row> vectors = spark.read()
                .parquet(directory + "/data/*.parquet")
                .withColumn(
                        "x",
                        functions.array_to_vector(
                                org.apache.spark.sql.functions.expr("cast(features as array<double>)")));
        String[] all = new String[TASKS + 3];
        System.arraycopy(labels, 0, all, 3, TASKS);
        all[0] = "row";
        all[1] = "x";
        all[2] = "split = 'validation' as held";
        return vectors.selectExpr(all);
    }

    private static PlateauEstimator estimator() {
        return new PlateauEstimator()
                .setFeaturesCol("x")
                .setLabelCols(IntStream.range(0, TASKS).mapToObj(t -> "y" + t).toArray(String[]::new))
                .setValidationIndicatorCol("held")
                .setOrderCol("row")
                .setEpochs(EPOCHS);
    }

    private float[] train(SparkSession spark, org.apache.hadoop.fs.Path place, Dataset dataset, int round)
            throws IOException {
        ResolvedConfig resolved =
                ConfigLoader.load(Optional.empty(), List.of(Setting.parse("training.epochs=" + EPOCHS)));
        JobConfig config = resolved.job();
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        ShardSource source = new ShardSource(
                spark,
                place,
                dataset,
                Optional.empty(),
                dataset.tasks().stream().map(TaskSchema::name).toList(),
                config.training().shards(),
                true);
        var runs = new org.apache.hadoop.fs.Path(directory + "/runs");
        try (RunDirectory run = RunDirectory.create(runs, "round" + round, hadoop);
                Cluster cluster = new SparkCluster(
                        ModelSpecs.of(config.model(), dataset, Optional.empty()),
                        source.rdds(),
                        BlasKernels::new,
                        config.cluster())) {
            new TrainingRun(resolved, dataset, run, line -> {}, Optional.empty(), RunMetrics.unseen())
                    .execute(cluster, (done, total) -> quiet(), () -> false);
            return TrainedModel.read(run.model(), hadoop).parameters();
        }
    }

    private static ProgressLine quiet() {
        return new ProgressLine() {
            @Override
            public void step(long step, double loss) {
                // Nobody is told.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
