package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep leaves to go on with: the table of its trials and the configuration of the winner. */
class SweepChoiceTest {
    private static final String SWEEP =
            """
            sweep {
              axes = [
                { key = method, values = [ls, nash-mtl] }
                { key = sharpness.mode, values = [none] }
                { key = run.seed, values = [1, 2] }
              ]
              baseline { method = ls }
            }
            """;

    @TempDir
    static Path directory;

    private static String table;

    @BeforeAll
    static void sweepOnce() throws IOException {
        SmallSweeps sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "chosen")).as(sweeps.err()).isZero();
        table = sweeps.out();
    }

    @Test
    void theParquetFileHasTheSameRows() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("chosen/trials.csv"));
        try (SparkSession spark = SparkSessions.open("parquet")) {
            Dataset<Row> rows = spark.read()
                    .parquet(directory.resolve("chosen/trials.parquet").toString());
            assertThat(rows.columns()).containsExactly(lines.get(0).split(",", -1));
            assertThat(rows.schema().apply("y1").dataType()).isEqualTo(DataTypes.DoubleType);
            assertThat(rows.collectAsList().stream().map(row -> row.mkString(",")))
                    .containsExactlyElementsOf(lines.subList(1, lines.size()));
        }
    }

    @Test
    void theWinnerHasTheLowestValidationAndAConfigurationToGoOnWith() throws IOException {
        Map<String, Double> deltas = new TreeMap<>();
        for (String group : List.of("ls.none", "nash-mtl.none")) {
            double delta = 0;
            for (String task : List.of("y0", "y1")) {
                double mean = 0;
                double base = 0;
                for (int seed = 1; seed <= 2; seed++) {
                    mean += validation(group + ".seed-" + seed, task) / 2;
                    base += validation("ls.none.seed-" + seed, task) / 2;
                }
                delta += 50 * (mean / base - 1);
            }
            deltas.put(group, delta);
        }
        String winner =
                Collections.min(deltas.entrySet(), Map.Entry.comparingByValue()).getKey();
        double lowest = Math.abs(deltas.get(winner)) < 0.005 ? 0 : deltas.get(winner);
        assertThat(table)
                .contains("winner " + winner + ": validation Delta_m % against ls.none "
                        + String.format(Locale.ROOT, "%.2f ± ", lowest))
                .contains(", the lowest of 2 groups", "method = " + winner.split("\\.")[0]);
        Path file = directory.resolve("chosen/winner.conf");
        JobConfig chosen = ConfigLoader.load(Optional.of(file), List.of()).job();
        assertThat(chosen.method()).isEqualTo(winner.split("\\.")[0]);
        assertThat(chosen.sharpness().mode().name().toLowerCase(Locale.ROOT)).isEqualTo(winner.split("\\.")[1]);
        assertThat(chosen.run().output()).as("not the sweep's directory").isEqualTo(directory + "/runs");
    }

    /** The metric of the epoch with the lowest score: the one that the model was taken from. */
    private static double validation(String trial, String task) throws IOException {
        JsonNode best = null;
        for (String line : Files.readAllLines(directory.resolve("chosen/" + trial + "/epochs.jsonl"))) {
            JsonNode epoch = new ObjectMapper().readTree(line);
            if (best == null
                    || epoch.path("score").doubleValue() < best.path("score").doubleValue()) {
                best = epoch;
            }
        }
        return best.path("validation").path(task).path("mae").doubleValue();
    }
}
