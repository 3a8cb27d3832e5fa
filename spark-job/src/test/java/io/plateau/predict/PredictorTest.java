package io.plateau.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.data.CsvReader;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.OutputDecoder;
import io.plateau.data.RowEncoder;
import io.plateau.data.SplitPlan;
import io.plateau.data.UnseenCategories;
import io.plateau.model.MiniBatch;
import io.plateau.model.TaskGradients;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class PredictorTest extends PredictionCase {

    /** What the table gives when it is predicted as text, in one file. */
    private List<String> expected() throws IOException {
        predictor().withOverwrite(true).plan(csv, at("expected.parquet")).run();
        return read("expected.parquet");
    }

    @Test
    void predictsWhatTheModelSays() throws IOException {
        predictor().plan(csv, at("p.csv")).run();
        List<String> lines = Files.readAllLines(directory.resolve("p.csv"));
        assertThat(lines).hasSize(ROWS + 1).first().isEqualTo("row,price,grade,grade_probability,ill,ill_probability");
        Dataset dataset = model.dataset();
        OutputDecoder decoder = OutputDecoder.of(dataset, true);
        try (Kernels kernels = new BlasKernels();
                TaskGradients network = new TaskGradients(model.spec(), kernels);
                CsvReader reader = CsvReader.open(csv, dataset.format(), hadoop)) {
            network.load(model.parameters());
            RowEncoder encoder = RowEncoder.of(dataset, reader.columns(), "houses");
            float[] raw = new float[model.spec().outputs()];
            for (int row = 1; row <= ROWS; row++) {
                float[] x = encoder.encode(reader.next(), new UnseenCategories());
                network.predict(new MiniBatch(1, x, new float[model.spec().targets()]), raw);
                List<Object> values = decoder.decode(raw, 0);
                String[] cells = lines.get(row).split(",");
                assertThat(cells[0]).isEqualTo(Integer.toString(row));
                assertThat(Double.parseDouble(cells[1])).isCloseTo((Double) values.get(0), within(0.5));
                assertThat(Double.parseDouble(cells[3])).isCloseTo((Double) values.get(2), within(1e-5));
                assertThat(Double.parseDouble(cells[5])).isCloseTo((Double) values.get(4), within(1e-5));
                if ((Double) values.get(2) > 0.501) {
                    assertThat(cells[2]).isEqualTo(values.get(1));
                }
            }
        }
    }

    /** One file or many, text or Parquet, any row groups, this thread or the tasks of a job: the same bits. */
    @Test
    void theFormOfATableAndItsDivisionChangeNoBit() throws IOException {
        List<String> expected = expected();
        assertThat(expected).hasSize(ROWS);
        houses.parquet(directory.resolve("one.parquet"), 0, ROWS);
        predictor().plan(at("one.parquet"), at("a.parquet")).run();
        assertThat(read("a.parquet")).isEqualTo(expected);

        Path folder = Files.createDirectory(directory.resolve("many"));
        int[] cuts = {0, 1, 412, 413, 900, ROWS};
        for (int i = 0; i + 1 < cuts.length; i++) {
            houses.parquet(folder.resolve("part-" + i + ".parquet"), cuts[i], cuts[i + 1]);
        }
        Files.createFile(folder.resolve("_SUCCESS"));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Predictor.Plan plan = predictor().plan(at("many"), at("b.parquet"));
        assertThat(plan.parts()).isEqualTo(5);
        assertThat(plan.run(context).rows()).isEqualTo(ROWS);
        assertThat(read("b.parquet")).isEqualTo(expected);

        predictor().plan(at("many"), at("c")).run(context);
        assertThat(read("c")).isEqualTo(expected);
        assertThat(directory.resolve("c")).isDirectoryContaining(file -> file.endsWith("part-00004.parquet"));
        assertThat(directory.resolve("c/_SUCCESS")).exists();
        predictor().plan(at("many"), at("d.csv")).run(context);
        predictor().plan(csv, at("e.csv")).run();
        assertThat(directory.resolve("d.csv")).hasSameTextualContentAs(directory.resolve("e.csv"));
        assertThat(directory)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }

    @Test
    void aPreparedDatasetGivesThePredictionsOfItsSource() throws IOException {
        DatasetWriter.standard().prepare(spark, Houses.source(csv), SplitPlan.standard(), at("data"));
        predictor().withKeep(List.of("split")).plan(at("data"), at("p.csv")).run();
        predictor().plan(csv, at("q.csv")).run();
        List<String> rows = new ArrayList<>(Files.readAllLines(directory.resolve("p.csv")));
        assertThat(rows.remove(0)).startsWith("row,split,price");
        assertThat(rows.stream().map(row -> row.replaceFirst(",(train|validation|test),", ",")))
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(directory.resolve("q.csv")).subList(1, ROWS + 1));
    }

    @Test
    void columnsArePassedOnWithTheirTypesAndEmptyCells() throws IOException {
        houses.parquet(directory.resolve("h.parquet"), 0, 300);
        List<String> keep = List.of("id", "name", "sold", "area", "age");
        predictor().withKeep(keep).plan(at("h.parquet"), at("p.parquet")).run();
        var names = keep.stream().map(org.apache.spark.sql.functions::col).toArray(org.apache.spark.sql.Column[]::new);
        var given =
                spark.read().parquet(directory.resolve("h.parquet").toString()).select(names);
        var passed = spark.read().parquet(directory.resolve("p.parquet").toString());
        assertThat(passed.columns()).startsWith("row", "id", "name", "sold", "area", "age", "price");
        assertThat(passed.select(names).schema().fields())
                .isEqualTo(given.schema().fields());
        assertThat(passed.select(names).orderBy("id").collectAsList())
                .isEqualTo(given.orderBy("id").collectAsList());

        predictor().withKeep(List.of("name")).plan(csv, at("p.csv")).run();
        assertThat(Files.readAllLines(directory.resolve("p.csv")).subList(0, 6))
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("row,name,price,"),
                        row -> assertThat(row).startsWith("1,house 0,"),
                        row -> assertThat(row).startsWith("2,house 1,"),
                        row -> assertThat(row).startsWith("3,house 2,"),
                        row -> assertThat(row).matches("4,(\"\")?,.*"),
                        row -> assertThat(row).startsWith("5,house 4,"));
    }

    @Test
    void deviationsAreThoseOfMovedModels() throws IOException {
        Uncertainty measure = new Uncertainty(5, 0.1, 3);
        predictor().withUncertainty(measure).plan(csv, at("p.parquet")).run();
        List<Group> rows = groups("p.parquet");
        double[] sums = new double[ROWS];
        double[] squares = new double[ROWS];
        float[] own = model.parameters();
        for (int i = 0; i < 5; i++) {
            float[] moved = measure.moved(model.spec(), own, i);
            double distance = 0;
            double size = 0;
            int weights = model.spec().layout().views().get(0).length();
            for (int w = 0; w < weights; w++) {
                distance += Math.pow(moved[w] - own[w], 2);
                size += Math.pow(own[w], 2);
            }
            assertThat(Math.sqrt(distance / size)).isCloseTo(0.1, within(1e-5));
            TrainedModel other = new TrainedModel(model.config(), model.dataset(), true, moved, model.facts());
            new Predictor(other, BlasKernels::new, hadoop)
                    .plan(csv, at(i + ".parquet"))
                    .run();
            List<Group> predicted = groups(i + ".parquet");
            for (int row = 0; row < ROWS; row++) {
                double price = predicted.get(row).getDouble("price", 0);
                sums[row] += price;
                squares[row] += price * price;
            }
        }
        for (int row = 0; row < ROWS; row++) {
            double deviation = Math.sqrt((squares[row] - sums[row] * sums[row] / 5) / 4);
            assertThat(rows.get(row).getDouble("price_deviation", 0))
                    .isCloseTo(deviation, within(1e-3 * deviation + 1e-3));
            assertThat(rows.get(row).getDouble("ill_probability_deviation", 0)).isBetween(0.0, 0.75);
        }
        assertThatThrownBy(() -> new Uncertainty(1, 0.1, 3)).hasMessageContaining("--uncertainty 1: ");
        assertThatThrownBy(() -> new Uncertainty(4, 0, 3)).hasMessageContaining("--uncertainty-radius 0.0: ");
    }
}
