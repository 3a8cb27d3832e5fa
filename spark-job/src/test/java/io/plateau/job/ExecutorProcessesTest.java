package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Executors in processes of their own, so that parameters, plans and rows really cross the wire: a run on two of them has the bits of the
 * plain loop.
 */
@Tag("slow")
class ExecutorProcessesTest {
    @TempDir
    Path directory;

    /** In every step rows cross the wire; with local steps, which know no gradient of the whole batch, states and accounts do. */
    @ParameterizedTest
    @CsvSource({"every-step, global", "local-steps, shard"})
    void aRunOnExecutorsHasTheBitsOfTheLoop(String sync, String scope) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 400, inputs = 8, outputs = 1, tasks = 3 } }
                }
                model.hidden = [16]
                method = moco
                sharpness { policy = every-n, perturbation-scope = %s }
                training { epochs = 2, batch-size = 64, shards = 3 }
                cluster { sync = %s, local-steps = 3 }
                """
                        .formatted(directory, directory, scope, sync));
        StringWriter err = new StringWriter();
        assertThat(Main.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        arguments("loop", "cluster.type=local")))
                .as(err.toString())
                .isZero();

        // Spark's workers look for its jars here; the class path of the executors has them already.
        Files.createDirectories(directory.resolve("spark/jars"));
        Map<String, String> environment =
                Map.of("SPARK_HOME", directory.resolve("spark").toString(), "SPARK_SCALA_VERSION", "2.12");
        List<String> options = List.of(
                "-Dspark.master=local-cluster[2,1,1024]",
                "-Dspark.executor.extraJavaOptions=" + String.join(" ", Launched.SHORT_LIVED),
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
        try (Launched run = Launched.start(
                directory.resolve("log"), options, environment, arguments("executors", "cluster.type=spark"))) {
            assertThat(run.exitCode()).as(run.said()).isZero();
        }
        for (String file : List.of("model/parameters.bin", "checkpoints/step-10/sharpness-kept.bin")) {
            assertThat(directory.resolve("runs/executors/" + file))
                    .hasSameBinaryContentAs(directory.resolve("runs/loop/" + file));
        }
        List<String> steps = Files.readAllLines(directory.resolve("runs/executors/steps.jsonl"));
        assertThat(steps).as("one line per step").hasSize(10);
        assertThat(steps.get(sync.equals("every-step") ? 0 : 2))
                .as("parameters and rows, or at the end of a round states, go out and come back")
                .containsPattern("\"bytes-sent\":[1-9]\\d{3,},\"bytes-received\":[1-9]\\d{3,}");
    }

    private String[] arguments(String id, String setting) {
        return new String[] {
            "train", "--config", directory.resolve("job.conf").toString(), "--run-id", id, "--set", setting
        };
    }
}
