package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever and however many at once trials are trained, all files of their models and checkpoints are the same, byte for byte. */
class SweepPlacementTest {
    private static final List<String> TRIALS = List.of("ls.seed-1", "ls.seed-2", "moco.seed-1", "moco.seed-2");
    private static final String SWEEP =
            """
            sweep.axes = [
              { key = method, values = [ls, moco] }
              { key = run.seed, values = [1, 2] }
            ]
            """;

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;

    @BeforeAll
    static void sweepOnce() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "plain")).as(sweeps.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "executor, 0, local, every-step",
        "executor, 0, spark, local-steps",
        "executor, 1, spark, every-step",
        "cluster, 3, spark, every-step",
        "cluster, 2, local, every-step"
    })
    void aTrialHasTheSameBits(String placement, String parallel, String type, String sync) throws IOException {
        String expected = "plain";
        if (sync.equals("local-steps")) {
            expected = "plain-rounds";
            assertThat(sweeps.sweep(SWEEP, expected, "--set", "cluster.sync=local-steps"))
                    .as(sweeps.err())
                    .isZero();
        }
        String place = placement + "-" + parallel + "-" + type + "-" + sync;
        assertThat(sweeps.sweep(
                        SWEEP,
                        place,
                        "--set",
                        "sweep.placement=" + placement,
                        "--set",
                        "sweep.parallel=" + parallel,
                        "--set",
                        "cluster.type=" + type,
                        "--set",
                        "cluster.sync=" + sync))
                .as(sweeps.err())
                .isZero();
        for (String trial : TRIALS) {
            Map<String, String> bits = sweeps.bits(place + "/" + trial);
            assertThat(bits)
                    .containsKeys("model/parameters.bin", "model/model.json", "checkpoints/step-10/optimizer.bin")
                    .isEqualTo(sweeps.bits(expected + "/" + trial));
            assertThat(sweeps.err()).containsPattern("(?m)^" + trial + ": finished, epoch 2/2, score [\\d.]+$");
        }
        assertThat(Files.readAllLines(directory.resolve(place + "/trials.csv"))).hasSize(5);
    }

    @Test
    void aTrialThatFailsOnAnExecutorIsToldAndTheRestGoOn() throws IOException {
        String hocon =
                """
                sweep {
                  placement = executor
                  variants = [
                    { label = wild, optimizer { type = sgd, learning-rate = 1e30 }, training.max-norm = 0, method = ls }
                    { label = calm, optimizer.learning-rate = 1e-4 }
                  ]
                }
                """;
        assertThat(sweeps.sweep(hocon, "failing", "--quiet")).isEqualTo(4);
        assertThat(sweeps.err())
                .containsPattern("plateau: trial wild failed: .*(not finite|finite score)")
                .contains("plateau: 1 of 2 trials failed: wild. ")
                .doesNotContain("calm: finished");
        assertThat(sweeps.out()).contains("winner calm: validation score ");
        assertThat(sweeps.json("failing/wild/provenance.json"))
                .as("one attempt: Spark does not try it again")
                .hasSize(1);
        assertThat(directory.resolve("failing/calm/config.resolved.conf"))
                .content()
                .contains("type=local");
    }
}
