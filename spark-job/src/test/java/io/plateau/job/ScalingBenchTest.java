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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench --scaling} on a grid of moments: executors in processes of their own, and files. */
@Tag("slow")
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
                  steps = 1, warmup = 0, inputs = 5, tasks = 3
                  scaling { shards = [1, 2, 4, 8], rows = 2, widths = [4], executor-memory = 512, predicted = [16, 1000] }
                }
                """);
    }

    @Test
    void measuresOnProcessesOfTheirOwn() throws IOException {
        assertThat(run("--set", "bench.scaling.shards=[1, 2]", "--set", "bench.scaling.reductions=[slices]"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("mlp 4-4, slices, shards = 1: ")
                .contains("mlp 300-12, slices, shards = 2: ");
        assertThat(out.toString())
                .contains("measured, 2 executors")
                .contains("predicted ms, one executor per shard")
                .containsPattern("launch +\\S+ +s per task +probe")
                .contains("at the most shards, fitted without them: off by");
        // Two shards of R = 8 x 3 x 5,412 bytes, each with facts of 8 x 39 + 24 x 3, which both owners get.
        assertThat(Files.readAllLines(directory.resolve("out/scaling.csv")))
                .hasSize(1 + 4 + 4)
                .anySatisfy(line -> assertThat(line)
                        .matches("measured,mlp 300-12,3,5412,slices,2,2,[\\d.E-]+,[\\d.E-]+,21804,23280,261312,.*"));
        assertThat(directory.resolve("out/scaling.json")).exists();
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
        assertThat(err.toString())
                .contains("--scaling is a measurement of its own: give it without --costs and --predict");
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
