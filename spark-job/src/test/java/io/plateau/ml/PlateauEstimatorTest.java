package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.conf.ConfigLoader;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Loss;
import io.plateau.model.samediff.SameDiffGraphs;
import io.plateau.train.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlateauEstimatorTest extends ClinicTest {
    @TempDir
    Path directory;

    @Test
    void partitionsAndTheOrderOfRowsDoNotMatter() {
        Vector once = Clinic.estimator().fit(rows).parameters();
        Dataset<Row> shuffled =
                rows.orderBy(org.apache.spark.sql.functions.rand(3)).repartition(5);
        assertThat(Clinic.estimator().fit(shuffled).parameters()).isEqualTo(once);

        PlateauEstimator ordered = Clinic.estimator().setOrderCol("number");
        Vector byNumber = ordered.fit(rows).parameters();
        assertThat(ordered.fit(shuffled).parameters()).isEqualTo(byNumber).isNotEqualTo(once);
    }

    @Test
    void oneProcessGivesTheSameBits() {
        assertThat(Clinic.estimator()
                        .setSettings("cluster.type=local")
                        .fit(rows)
                        .parameters())
                .isEqualTo(Clinic.estimator().fit(rows).parameters());
    }

    @Test
    void aVectorOfLabelsIsTheSameAsAColumnEach() {
        Dataset<Row> vectors = rows.withColumn(
                "labels",
                functions.array_to_vector(org.apache.spark.sql.functions.expr(
                        "array(coalesce(score, double('NaN')), double(grade), double(ill))")));
        PlateauModel each = Clinic.estimator().fit(rows);
        PlateauEstimator estimator = new PlateauEstimator()
                .setLabelCol("labels")
                .setTaskTypes("regression", "classes", "binary")
                .setValidationIndicatorCol("held")
                .setHidden(8)
                .setEpochs(2)
                .setBatchSize(40);
        PlateauModel together = estimator.fit(vectors);
        assertThat(together.parameters()).isEqualTo(each.parameters());
        assertThat(together.tasks()).containsExactly("labels_0", "labels_1", "labels_2");
        PlateauEvaluator evaluator = new PlateauEvaluator();
        assertThat(evaluator.evaluate(together.transform(vectors))).isEqualTo(evaluator.evaluate(each.transform(rows)));
    }

    @Test
    void aDrawnValidationShareDoesNotDependOnPartitions() {
        PlateauEstimator drawn = Clinic.estimator().setValidationFraction(0.3);
        drawn.clear(drawn.validationIndicatorCol());
        PlateauModel model = drawn.fit(rows);
        long held = model.trained().dataset().rows().validation();
        assertThat(held).isBetween(30L, 90L);
        assertThat(model.trained().dataset().rows().total()).isEqualTo(200);
        assertThat(drawn.fit(rows.repartition(3)).parameters()).isEqualTo(model.parameters());
    }

    @Test
    void aRunIsLeftOnlyWhereItIsAskedFor() throws IOException {
        Clinic.estimator().setRunDirectory(directory.toString()).fit(rows);
        try (Stream<Path> runs = Files.list(directory)) {
            Path run = runs.findFirst().orElseThrow();
            assertThat(run.resolve("steps.jsonl")).exists();
            assertThat(run.resolve("_SUCCESS")).exists();
            assertThat(run.resolve("checkpoints")).isNotEmptyDirectory();
        }
        PlateauEstimator estimator = Clinic.estimator();
        estimator.fit(rows);
        assertNothingIsLeftOf(estimator);
        assertThatThrownBy(() -> estimator.setLearningRate(1e30).fit(rows)).isInstanceOf(TrainingFailure.class);
        assertNothingIsLeftOf(estimator);
    }

    private static void assertNothingIsLeftOf(PlateauEstimator estimator) throws IOException {
        try (Stream<Path> scratch = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(scratch.filter(path -> path.getFileName().toString().contains(estimator.uid())))
                    .isEmpty();
        }
    }

    @Test
    void aFitNeedsNothingOfTheDefaultFileSystem() {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Vector expected = Clinic.estimator().fit(rows).parameters();
        String before = hadoop.get(FileSystem.FS_DEFAULT_NAME_KEY);
        hadoop.set(FileSystem.FS_DEFAULT_NAME_KEY, "hdfs://localhost:1");
        try {
            assertThat(Clinic.estimator().fit(rows).parameters()).isEqualTo(expected);
        } finally {
            hadoop.set(FileSystem.FS_DEFAULT_NAME_KEY, before);
        }
    }

    @Test
    void aNetworkThatTheUserBringsTrainsLikeTheSameOfThisProgram() throws IOException {
        MlpSpec network = new MlpSpec(2, new int[] {8}, Activation.TANH, new HeadSpec[] {
            HeadSpec.regression("score", Loss.MSE, 1), HeadSpec.binary("ill")
        });
        long seed = ConfigLoader.load(Optional.empty(), List.of()).job().model().seed();
        Path graph = directory.resolve("graph.fb");
        Files.write(graph, SameDiffGraphs.bytes(SameDiffGraphs.mlp(network, network.initialParameters(seed))));
        PlateauEstimator estimator = Clinic.estimator()
                .setLabelCols("score", "ill")
                .setTaskTypes("regression", "binary")
                .setActivation("tanh")
                .setEpochs(1)
                .setSettings("model.regression-loss=mse", "cluster.type=local");
        PlateauModel expected = estimator.fit(rows);
        PlateauModel brought = estimator
                .setSettings(
                        "cluster.type=local",
                        "model.type=samediff",
                        "model.samediff.file=" + graph,
                        "model.samediff.features=features",
                        "model.samediff.labels.score=labels of score",
                        "model.samediff.labels.ill=labels of ill",
                        "model.samediff.losses.score=loss of score",
                        "model.samediff.losses.ill=loss of ill",
                        "model.samediff.outputs.score=output of score",
                        "model.samediff.outputs.ill=output of ill")
                .fit(rows);
        Files.delete(graph);
        assertThat(brought.trained().parameters())
                .usingComparatorWithPrecision(1e-4f)
                .containsExactly(expected.trained().parameters());
        String place = directory.resolve("model").toString();
        brought.save(place);
        PlateauEvaluator evaluator = new PlateauEvaluator();
        assertThat(evaluator.evaluate(PlateauModel.load(place).transform(rows)))
                .isCloseTo(evaluator.evaluate(expected.transform(rows)), within(1e-3));
    }
}
