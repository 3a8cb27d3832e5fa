package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.checkpoint.SavedModel;
import io.plateau.job.Main;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator and the commands are two doors to one room. */
class PlateauModelTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void theSameParametersAsTrain() throws IOException {
        StringBuilder table = new StringBuilder("age,dose,score,grade,ill\n");
        for (int i = 0; i < 240; i++) {
            double dose = (i * 17 % 100) / 10.0;
            table.append("%s,%s,%s,%s,%s%n"
                    .formatted(
                            20 + (i * 37) % 60 + i % 7 / 10.0,
                            dose,
                            i % 11 == 0 ? "" : Double.toString(i % 9 + dose / 3),
                            List.of("0", "1", "2").get((int) (dose / 3.4)),
                            dose > 5 ? "1" : "0"));
        }
        Path csv = Files.writeString(directory.resolve("table.csv"), table);
        Path config = Files.writeString(
                directory.resolve("job.conf"),
                """
                run { output = "%s/runs", name = clinic }
                dataset {
                  path = "%s/data"
                  source { kind = csv, csv { file = "%s", targets = [score, grade, ill], classes = [grade], binary = [ill] } }
                  split { train = 0.7, validation = 0.2, test = 0.1 }
                }
                model.hidden = [16]
                training { epochs = 3, batch-size = 30, shards = 3 }
                """
                        .formatted(directory, directory, csv));
        run("train", "--config", config.toString(), "--run-id", "one");
        TrainedModel trained =
                TrainedModel.read(new org.apache.hadoop.fs.Path(directory + "/runs/one"), new Configuration());

        try (SparkSession spark = Clinic.session()) {
            Dataset<Row> rows = spark.read()
                    .parquet(directory.resolve("data") + "/*.parquet")
                    .filter("split <> 'test'")
                    .withColumn(
                            "x",
                            functions.array_to_vector(
                                    org.apache.spark.sql.functions.expr("cast(features as array<double>)")))
                    .selectExpr(
                            "row",
                            "x",
                            "split = 'validation' as held",
                            "targets[0] as score",
                            "targets[1] as grade",
                            "targets[2] as ill")
                    .repartition(5);
            PlateauModel model = new PlateauEstimator()
                    .setFeaturesCol("x")
                    .setLabelCols("score", "grade", "ill")
                    .setTaskTypes("regression", "classes", "binary")
                    .setValidationIndicatorCol("held")
                    .setOrderCol("row")
                    .setHidden(16)
                    .setEpochs(3)
                    .setBatchSize(30)
                    .setShards(3)
                    .fit(rows);
            assertThat(model.trained().parameters()).containsExactly(trained.parameters());
            assertThat(model.trained().dataset().features())
                    .extracting(feature -> feature.mean())
                    .isEqualTo(trained.dataset().features().stream()
                            .map(feature -> feature.mean())
                            .toList());
        }
    }

    @Test
    void theCommandsTakeTheSavedModel() throws IOException {
        String place = directory.resolve("pipeline").toString();
        List<Row> expected;
        try (SparkSession spark = Clinic.session()) {
            Dataset<Row> rows = Clinic.rows(spark, 120);
            PipelineModel fitted = new Pipeline()
                    .setStages(new PipelineStage[] {Clinic.assembler(), Clinic.estimator()})
                    .fit(rows);
            fitted.write().save(place);
            rows.select("age", "dose")
                    .coalesce(1)
                    .write()
                    .option("header", "true")
                    .csv(directory + "/table");
            expected = fitted.transform(rows).select("prediction").collectAsList();
        }
        Path stage = stage(place);
        Path csv;
        try (var files = Files.list(directory.resolve("table"))) {
            csv = files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
        }
        Path output = directory.resolve("predictions.csv");
        run("predict", stage.toString(), csv.toString(), "--output", output.toString());
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(0)).isEqualTo("row,score,grade,grade_probability,ill,ill_probability");
        assertThat(lines).hasSize(121);
        for (int i = 0; i < 120; i++) {
            String[] cells = lines.get(i + 1).split(",");
            Vector prediction = expected.get(i).getAs(0);
            assertThat(Double.parseDouble(cells[1])).isCloseTo(prediction.apply(0), within(1e-9));
            assertThat(Double.parseDouble(cells[2])).isEqualTo(prediction.apply(1));
            assertThat(Double.parseDouble(cells[4])).isEqualTo(prediction.apply(2));
        }
    }

    @Test
    void aModelOfALaterVersionSaysWhatToDo() throws IOException {
        try (SparkSession spark = Clinic.session()) {
            String place = directory.resolve("model").toString();
            Clinic.estimator()
                    .setEpochs(1)
                    .fit(Clinic.assembled(spark, 100))
                    .write()
                    .save(place);
            assertThat(PlateauModel.load(place).tasks()).containsExactly("score", "grade", "ill");
            var inner = new org.apache.hadoop.fs.Path(place, "model");
            SavedModel saved = SavedModel.read(inner, new Configuration());
            Map<String, Object> later = new LinkedHashMap<>(saved.description());
            later.put("format-version", 99);
            new SavedModel(later, saved.parameters(), saved.dataset()).write(inner, new Configuration());
            assertThatThrownBy(() -> PlateauModel.load(place))
                    .hasMessageContaining("has format version 99")
                    .hasMessageContaining("use the Plateau version that wrote it");
        }
    }

    private void run(String... arguments) {
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments))
                .as(() -> err.toString())
                .isZero();
    }

    private static Path stage(String pipeline) throws IOException {
        List<Path> stages = new ArrayList<>();
        try (var all = Files.list(Path.of(pipeline, "stages"))) {
            all.filter(path -> path.getFileName().toString().startsWith("1_")).forEach(stages::add);
        }
        return stages.get(0);
    }
}
