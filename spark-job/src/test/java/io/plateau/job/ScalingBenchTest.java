package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench --scaling} on a grid of moments: executors in processes of their own, account and files. */
class ScalingBenchTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                directory.resolve("bench.conf"),
                """
                model.hidden = [300, 12]
                cluster.sketch-columns = 512
                bench {
                  steps = 1, warmup = 1, inputs = 5, tasks = 3
                  scaling { shards = [1, 2, 4, 8], rows = 2, widths = [4], executor-memory = 512, predicted = [16, 1000] }
                }
                """);
    }

    /**
     * Every line of the account has the bytes that the model counts, over 1, 2, 4 and 8 shards: so what comes to the driver does not grow
     * with shards x K x P with slices and sketch, as {@code ScalingModelTest} says of the formulas.
     */
    @Test
    void measuresTheBytesThatTheModelCounts() throws IOException {
        assertThat(run()).as(err.toString()).isZero();
        assertThat(err.toString())
                .contains("mlp 4-4, driver, shards = 1: ")
                .contains("mlp 300-12, sketch, shards = 8: ");
        assertThat(out.toString())
                .contains("measured, 2 executors")
                .contains("predicted ms, one executor per shard")
                .containsPattern("launch +\\S+ +s per task +probe")
                .contains("at the most shards, fitted without them: off by");
        // K = 3, inputs 5: P = 5 x 300 + 300 + 300 x 12 + 12 = 5,412 (6 grains), H = 3 x 13 = 39, C = 512.
        List<String> lines = Files.readAllLines(directory.resolve("out/scaling.csv"));
        long rows = 8L * 3 * 5412;
        long facts = 8L * 39 + 24 * 3;
        long vector = 4L * 5412;
        for (int shards : new int[] {1, 2, 4, 8}) {
            assertThat(bytes(lines, "driver", shards)).containsExactly(vector + 4 * 39, shards * (rows + facts), 0);
            assertThat(bytes(lines, "slices", shards))
                    .containsExactly(
                            vector + 4 * 39, shards * facts + 16 * 6 * 9 + vector, shards * (rows + 2 * facts));
            assertThat(bytes(lines, "sketch", shards))
                    .containsExactly(
                            vector + 4 * 39,
                            shards * facts + 16 * 3 * 512 + vector,
                            shards * (8 * 3 * 512 + 2 * facts + vector));
        }
        assertThat(directory.resolve("out/scaling.json")).exists();
    }

    private static long[] bytes(List<String> lines, String reduction, int shards) {
        String[] cells = lines.stream()
                .filter(line -> line.startsWith("measured,mlp 300-12,3,5412," + reduction + ",2," + shards + ","))
                .findFirst()
                .orElseThrow()
                .split(",");
        return new long[] {Long.parseLong(cells[9]), Long.parseLong(cells[10]), Long.parseLong(cells[11])};
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench.scaling.shards=[] | bench.scaling.shards must hold at least one number",
                "bench.scaling.shards=[0] | bench.scaling.shards must hold numbers of at least 1",
                "bench.scaling.reductions=[ring] | bench.scaling.reductions must hold auto, driver, slices, sketch, one is 'ring'",
                "bench.scaling.reductions=[auto] | bench.scaling.reductions must hold driver, slices or sketch",
                "bench.scaling.reductions=[] | bench.scaling.reductions must hold at least one of driver, slices, sketch",
                "bench.scaling.network=0 | bench.scaling.network must be greater than 0",
                "bench.scaling.widths=[3000] | bench.scaling.executor-memory = 512 is too little for 4 shards of"
            })
    void whatCannotBeMeasuredIsRefusedBeforeAnythingStarts(String setting, String message) {
        assertThat(run("--set", setting)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void costsAndScalingAreTwoThings() {
        assertThat(run("--costs")).isEqualTo(2);
        assertThat(err.toString()).contains("--scaling is a measurement of its own: give it without --costs and --predict");
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "bench",
                "--config",
                directory.resolve("bench.conf").toString(),
                "--scaling",
                "--no-pictures",
                "--output",
                directory.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    }
}
