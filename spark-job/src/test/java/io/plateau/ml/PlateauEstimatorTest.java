package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.DataProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlateauEstimatorTest {
    /** A model predicts by other products than it is trained by. */
    private static final double ROUNDING = 1e-5;

    private static SparkSession spark;
    private static Dataset<Row> rows;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        spark = Clinic.session();
        rows = Clinic.assembled(spark, 200).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

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
    void labelsComeFromTheIndexer() {
        Dataset<Row> texts = rows.withColumn(
                "kind",
                org.apache.spark.sql.functions.expr("case grade when 0 then 'low' when 1 then 'mid' else 'high' end"));
        Dataset<Row> indexed = new StringIndexer()
                .setInputCol("kind")
                .setOutputCol("indexed")
                .setStringOrderType("alphabetAsc")
                .fit(texts)
                .transform(texts);
        PlateauModel model = Clinic.estimator()
                .setLabelCols("score", "indexed")
                .setTaskTypes()
                .setPredictionCols("s", "k")
                .setProbabilityCols("p")
                .setPredictionCol("")
                .setRawPredictionCol("")
                .fit(indexed);
        assertThat(model.labels("indexed")).containsExactly("high", "low", "mid");
        Dataset<Row> predicted = model.transform(indexed);
        assertThat(predicted.columns()).containsSubsequence("features", "kind", "indexed", "s", "k", "p");
        for (Row row : predicted.select("k", "p").takeAsList(20)) {
            Vector p = row.getAs(1);
            assertThat(p.size()).isEqualTo(3);
            assertThat(row.getDouble(0)).isEqualTo(p.argmax());
            assertThat(p.apply(0) + p.apply(1) + p.apply(2)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void crossValidationOfAPipeline() throws IOException {
        StandardScaler scaler = new StandardScaler()
                .setInputCol("features")
                .setOutputCol("scaled")
                .setWithMean(true);
        PlateauEstimator estimator = Clinic.estimator().setFeaturesCol("scaled").setBatchSize(25);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {Clinic.assembler(), scaler, estimator});
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.learningRate(), new double[] {1e-7, 0.02})
                .build();
        Dataset<Row> table = Clinic.rows(spark, 150);
        CrossValidatorModel best = new CrossValidator()
                .setEstimator(pipeline)
                .setEvaluator(new PlateauEvaluator())
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setParallelism(2)
                .setSeed(1)
                .fit(table);
        assertThat(best.avgMetrics()[1]).isLessThan(best.avgMetrics()[0]);

        String place = directory.resolve("pipeline").toString();
        PipelineModel chosen = (PipelineModel) best.bestModel();
        chosen.write().save(place);
        PipelineModel read = PipelineModel.load(place);
        assertThat(read.transform(table).collectAsList())
                .isEqualTo(chosen.transform(table).collectAsList());
        PlateauModel stage = (PlateauModel) read.stages()[2];
        assertThat(stage.getOrDefault(stage.featuresCol())).isEqualTo("scaled");
        assertThat(stage.summary()).isEmpty();
        assertThat(stage.facts()).containsKey("validation");
        pipeline.write().save(directory.resolve("untrained").toString());
        PlateauEstimator again = (PlateauEstimator)
                Pipeline.load(directory.resolve("untrained").toString()).getStages()[2];
        for (Param<?> param : estimator.params()) {
            assertThat(value(again, param.name())).as(param.name()).isEqualTo(value(estimator, param.name()));
        }
    }

    private static String value(Params owner, String name) {
        Param<Object> param = owner.getParam(name);
        return (owner.isSet(param) ? "set " : "default ")
                + (owner.isDefined(param) ? param.jsonEncode(owner.getOrDefault(param)) : "none");
    }

    @Test
    void theEvaluatorSaysWhatTheFitSaid() {
        PlateauModel model = Clinic.estimator()
                .setSettings(
                        "evaluation.baseline.score=2.0", "evaluation.baseline.grade=0.5", "evaluation.baseline.ill=0.5")
                .fit(rows);
        PlateauSummary summary = model.summary().orElseThrow();
        assertThat(summary.epochs()).hasSize(2);
        assertThat(summary.epochs().get(0).losses()).hasSize(3);
        assertThat(summary.steps()).isEqualTo(8);
        Dataset<Row> held = model.transform(rows.filter("held"));
        for (String metric : List.of("mae", "rmse", "relative")) {
            assertThat(scored(held, metric, "score"))
                    .as(metric)
                    .isCloseTo(summary.scores().get("score").get(metric), within(ROUNDING));
        }
        for (String task : List.of("grade", "ill")) {
            for (String metric : List.of("accuracy", "log-loss", "ece")) {
                assertThat(scored(held, metric, task))
                        .as(metric)
                        .isCloseTo(summary.scores().get(task).get(metric), within(ROUNDING));
            }
        }
        double delta = summary.epochs().get(summary.bestEpoch()).score();
        assertThat(new PlateauEvaluator().setMetricName("delta-m").evaluate(held))
                .isCloseTo(delta, within(ROUNDING));
        double own = 100.0
                / 3
                * ((scored(held, "mae", "score") - 4) / 4
                        - (scored(held, "accuracy", "grade") - 0.4) / 0.4
                        - (scored(held, "accuracy", "ill") - 0.8) / 0.8);
        assertThat(new PlateauEvaluator()
                        .setBaseline("score=4", "grade=0.4", "ill=0.8")
                        .evaluate(held))
                .isCloseTo(own, within(ROUNDING));
        double error = held.filter("score is not null")
                .withColumn("p", functions.vector_to_array(held.col("prediction"), "float64"))
                .selectExpr("avg(abs(p[0] - score))")
                .first()
                .getDouble(0);
        assertThat(scored(held, "mae", "score")).isCloseTo(error, within(ROUNDING));
        assertThat(new PlateauEvaluator().setMetricName("accuracy").isLargerBetter())
                .isTrue();
        assertThat(new PlateauEvaluator().isLargerBetter()).isFalse();
    }

    private static double scored(Dataset<Row> predicted, String metric, String task) {
        return new PlateauEvaluator().setMetricName(metric).setTask(task).evaluate(predicted);
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
        Clinic.estimator().fit(rows);
        try (Stream<Path> scratch = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(scratch.filter(path -> path.getFileName().toString().startsWith("plateau-fit-")))
                    .isEmpty();
        }
    }

    @Test
    void rowsWithoutFeaturesHaveNaNPredictions() {
        PlateauModel model = Clinic.estimator().setProbabilityCols("pg", "pi").fit(rows);
        Dataset<Row> some = rows.limit(3)
                .withColumn("features", org.apache.spark.sql.functions.expr("if(number = 1, null, features)"));
        List<Row> predicted = model.transform(some)
                .orderBy("number")
                .select("prediction", "pi")
                .collectAsList();
        for (int i = 0; i < 3; i++) {
            Vector values = predicted.get(i).getAs(0);
            Vector shares = predicted.get(i).getAs(1);
            assertThat(Double.isNaN(values.apply(0))).isEqualTo(i == 1);
            assertThat(Double.isNaN(values.apply(1))).isEqualTo(i == 1);
            assertThat(Double.isNaN(shares.apply(0))).isEqualTo(i == 1);
        }
    }

    @Test
    void everythingThatIsWrongIsSaidBeforeAJobRuns() {
        int before = jobs();
        assertThatThrownBy(() -> new PlateauEstimator()
                        .setFeaturesCol("age")
                        .setLabelCols("score", "none", "features")
                        .setMethod("nashh")
                        .setEpochs(0)
                        .setValidationIndicatorCol("number")
                        .setSettings("training.epoch=3", "dataset.path=here")
                        .fit(rows))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(
                        "featuresCol: column 'age' is double, not a vector: put number columns together with VectorAssembler")
                .hasMessageContaining(
                        "labelCols: the DataFrame has no column 'none'; its columns are number, age, dose")
                .hasMessageContaining("labelCols: column 'features' is vector, not numeric")
                .hasMessageContaining("nashh")
                .hasMessageContaining("epochs: training.epochs must be at least 1")
                .hasMessageContaining("--set: unknown key 'training.epoch': did you mean 'training.epochs'?")
                .hasMessageContaining("settings: dataset.path means nothing to an estimator")
                .hasMessageContaining("validationIndicatorCol: column 'number' is int, not boolean");
        assertThatThrownBy(() -> new PlateauEstimator().fit(rows))
                .hasMessageContaining("give either labelCols, a numeric column per task, or labelCol");
        assertThatThrownBy(() -> Clinic.estimator().setPredictionCol("age").transformSchema(rows.schema()))
                .hasMessageContaining("the DataFrame has a column 'age' already");
        assertThatThrownBy(() -> Clinic.estimator().setTaskTypes("classes").fit(rows))
                .hasMessageContaining("taskTypes has 1 entries for 3 tasks");
        assertThat(jobs()).isEqualTo(before);
    }

    @Test
    void unfitRowsAreNamed() {
        assertThatThrownBy(() -> Clinic.estimator()
                        .setTaskTypes("classes", "classes", "binary")
                        .fit(rows.withColumn(
                                "ill", org.apache.spark.sql.functions.lit(null).cast("boolean"))))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("task 'score': ")
                .hasMessageContaining("none of the class indices 0, 1, ...: index the column with StringIndexer")
                .hasMessageContaining(
                        "task 'ill': the DataFrame, column 'ill': no row of the training split has a label");
        assertThatThrownBy(() -> Clinic.estimator().fit(rows.filter("false")))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("the DataFrame has no rows");
        assertThatThrownBy(() -> Clinic.estimator()
                        .fit(rows.withColumn(
                                "features", org.apache.spark.sql.functions.expr("if(number = 1, null, features)"))))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("the features are null, NaN or infinite in 1 rows");
        assertThatThrownBy(() -> Clinic.estimator().setShards(41).setBatchSize(41).fit(rows))
                .hasMessageContaining("training rows are too few for 41 shards");
    }

    private static int jobs() {
        return new JavaSparkContext(spark.sparkContext()).statusTracker().getJobIdsForGroup(null).length;
    }
}
