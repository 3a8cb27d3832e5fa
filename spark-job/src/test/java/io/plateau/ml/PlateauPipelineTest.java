package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator among other stages of {@code spark.ml}. */
class PlateauPipelineTest extends ClinicTest {
    @TempDir
    Path directory;

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
        assertNoSerialisedObjects(directory.resolve("pipeline"));
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

    /** Java's serialised objects begin with the bytes AC ED. */
    private static void assertNoSerialisedObjects(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).anyMatch(file -> file.endsWith("model/manifest.json"));
            for (Path file : files) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).as(file.toString()).doesNotContain("\u00ac\u00ed\u0000\u0005");
            }
        }
    }

    private static String value(Params owner, String name) {
        Param<Object> param = owner.getParam(name);
        return (owner.isSet(param) ? "set " : "default ")
                + (owner.isDefined(param) ? param.jsonEncode(owner.getOrDefault(param)) : "none");
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
}
