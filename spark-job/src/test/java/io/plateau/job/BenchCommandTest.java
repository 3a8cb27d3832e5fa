package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.conf.Setting;
import io.plateau.math.sharpness.SharpnessMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

    /** The mode decides about the second pass, whatever the configuration says; a configured form of it stays. */
    @ParameterizedTest
    @CsvSource({
        "sam, none, DECOMPOSED, nash-mtl",
        "sam, direct, DIRECT, nash-mtl",
        "sam, decomposed, DECOMPOSED, nash-mtl",
        "nash, decomposed, NONE, nash-mtl",
        "single, none, NONE, ls"
    })
    void theModeDecidesAboutTheSecondPass(String mode, String sharpness, SharpnessMode used, String method) {
        List<Setting> given =
                List.of(new Setting("--set", "bench.mode", mode), new Setting("--set", "sharpness.mode", sharpness));
        JobConfig before = ConfigLoader.load(Optional.empty(), given).job();
        List<Setting> all = new ArrayList<>(given);
        all.addAll(Arrays.asList(BenchCommand.settings(before)));
        JobConfig job = ConfigLoader.load(Optional.empty(), all).job();
        assertThat(job.sharpness().mode()).isEqualTo(used);
        assertThat(job.method()).isEqualTo(method);
    }

    @Test
    void costsAreThoseOfEveryModeAndPolicyBesidePlainTraining(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("bench.conf"),
                """
                model.hidden = [8]
                training { batch-size = 16, shards = 1 }
                cluster.type = local
                bench { steps = 4, warmup = 1, inputs = 5, tasks = 3 }
                """);
        StringWriter out = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "bench",
                "--config",
                file.toString(),
                "--costs");
        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "second gradients +forward passes +backward passes +times plain +ms per step +times plain +MB moved +times plain")
                .containsPattern("plain +1.0 +3.0 +1.00 +[\\d.]+ +1.00 +0.00 +-")
                .containsPattern("joint +2.0 +4.0 ")
                .containsPattern("direct +4.0 +6.0 ")
                .containsPattern("decomposed +4.0 +6.0 +2.50 ")
                .containsPattern("decomposed, global +4.0 +6.0 ")
                .containsPattern("gam +10.0 +12.0 ")
                .containsPattern("shared +2.0 +6.0 ")
                .containsPattern("zeroth-order, direct +10.0 +4.0 ")
                .containsPattern("previous-gradient, direct +4.0 +3.0 ");
    }

    @Test
    void predictionsAreTimedInMemoryAndFromFileToFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("bench.conf"), "model.hidden = [8]\nbench { inputs = 5, tasks = 3 }\n");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "bench",
                "--config",
                file.toString(),
                "--predict",
                "--rows",
                "2000");
        assertThat(code).as(err.toString()).isZero();
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("mode").asText()).isEqualTo("predict");
        assertThat(line.get("flop_per_row").asDouble()).isEqualTo(2 * (5 * 8 + 8 * 3));
        for (String figure : List.of("gemm_rows_per_s_per_core", "forward_rows_per_s_per_core", "rows_per_s")) {
            assertThat(line.get(figure).asDouble()).as(figure).isPositive();
        }
        // Four bytes for each input; eight for the row's number and each output.
        assertThat(line.get("bytes_read_per_row").asDouble()).isBetween(18.0, 30.0);
        assertThat(line.get("bytes_written_per_row").asDouble()).isBetween(20.0, 40.0);
    }
}
