package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.observe.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever and however many at once trials are trained, their models and checkpoints are the same, byte for byte. */
class SweepPlacementTest {
    private static final List<String> TRIALS = List.of("ls.seed-1", "ls.seed-2", "moco.seed-1", "moco.seed-2");

    /** Of each seed one trial fails. */
    private static final String SWEEP =
            """
            sweep {
              variants = [
                { label = ls, method = ls }
                { label = wild, optimizer { type = sgd, learning-rate = 1e30 }, training.max-norm = 0, method = ls }
                { label = moco, method = moco }
              ]
              axes = [{ key = run.seed, values = [1, 2] }]
            }
            """;

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;

    @BeforeAll
    static void sweepOneByOne() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "plain")).as(sweeps.err()).isEqualTo(4);
        assertThat(figure("step")).as("the trial that goes on is shown").isEqualTo(10);
    }

    @Test
    void onExecutors() throws IOException {
        assertTheSame("executor", "sweep.placement=executor", "cluster.type=spark", "cluster.sync=every-step");
        assertThat(sweeps.json("executor/wild.seed-1/provenance.json"))
                .as("one attempt: Spark does not try it again")
                .hasSize(1);
        assertThat(directory.resolve("executor/ls.seed-1/config.resolved.conf"))
                .content()
                .contains("type=local");
    }

    @Test
    void severalAtOnceOnTheCluster() throws IOException {
        assertTheSame("cluster", "sweep.placement=cluster", "cluster.type=spark", "sweep.parallel=3");
    }

    private static void assertTheSame(String place, String... settings) throws IOException {
        String[] options = new String[2 * settings.length];
        for (int i = 0; i < settings.length; i++) {
            options[2 * i] = "--set";
            options[2 * i + 1] = settings[i];
        }
        assertThat(sweeps.sweep(SWEEP, place, options)).as(sweeps.err()).isEqualTo(4);
        for (String trial : TRIALS) {
            assertThat(sweeps.bits(place + "/" + trial))
                    .containsKeys("model/parameters.bin", "model/model.json", "checkpoints/step-10/optimizer.bin")
                    .isEqualTo(sweeps.bits("plain/" + trial));
            assertThat(sweeps.err()).containsPattern("(?m)^" + trial + ": finished, epoch 2/2, score [\\d.]+$");
        }
        assertThat(sweeps.err())
                .containsPattern("plateau: trial wild.seed-1 failed: .*(not finite|finite score)")
                .contains("plateau: 2 of 6 trials failed: wild.seed-1, wild.seed-2. ");
        assertThat(Files.readAllLines(directory.resolve(place + "/trials.csv"))).hasSize(7);
        assertThat(figure("step"))
                .as("of trials beside each other none is shown")
                .isNaN();
        assertThat(figure("trials.finished")).isEqualTo(4);
        assertThat(figure("trials.failed")).isEqualTo(2);
    }

    private static double figure(String name) {
        return RunMetrics.here().figure(name).getValue();
    }
}
