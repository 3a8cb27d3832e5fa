package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Successive halving, held against the same sweep without it. */
class SweepHalvingTest {
    /** What the others are held against. */
    private static final String HELD = "learning-rate-0.001";

    private static final List<String> GROUPS =
            List.of("learning-rate-0.003", "learning-rate-0.01", "learning-rate-0.03");
    private static final String SWEEP =
            """
            sweep {
              axes = [
                { key = optimizer.learning-rate, values = [0.001, 0.003, 0.01, 0.03] }
                { key = run.seed, values = [1, 2] }
              ]
              plain { optimizer.learning-rate = 0.001 }
              halving { factor = 2, min-epochs = 1 }
            }
            """;
    private static final String[] WITHOUT = {"--set", "sweep.halving.factor=0"};

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;

    @BeforeAll
    static void sweepWithout() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweep("whole", WITHOUT)).as(sweeps.err()).isZero();
    }

    private static int sweep(String output, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("--set", "training.epochs=4"));
        all.addAll(List.of(more));
        return sweeps.sweep(SWEEP, output, all.toArray(String[]::new));
    }

    /** Mean over the seeds of the best score within some epochs. */
    private static double score(String group, int epochs) throws IOException {
        double sum = 0;
        for (int seed = 1; seed <= 2; seed++) {
            double best = Double.POSITIVE_INFINITY;
            for (String line : log("whole/" + group + ".seed-" + seed)) {
                JsonNode epoch = new ObjectMapper().readTree(line);
                if (epoch.path("epoch").intValue() <= epochs) {
                    best = Math.min(best, epoch.path("score").doubleValue());
                }
            }
            sum += best;
        }
        return sum / 2;
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(GROUPS);
        all.add(HELD);
        return all;
    }

    private static List<String> log(String trial) throws IOException {
        return Files.readAllLines(directory.resolve(trial + "/epochs.jsonl"));
    }

    private static List<String> ranked(List<String> groups, int epochs) throws IOException {
        List<String> ranked = new ArrayList<>(groups);
        List<Double> scores = new ArrayList<>();
        for (String group : groups) {
            scores.add(score(group, epochs));
        }
        ranked.sort(Comparator.comparingDouble(group -> scores.get(groups.indexOf(group))));
        return ranked;
    }

    @Test
    void theWorstGroupsAreGivenUpAtEveryRungAndCouldGoOn() throws IOException {
        List<String> afterOne = ranked(GROUPS, 1).subList(0, 2);
        List<String> afterTwo = ranked(afterOne, 2).subList(0, 1);
        assertThat(sweep("halved", "--set", "sweep.placement=executor"))
                .as(sweeps.err())
                .isZero();
        assertHalved("halved", afterOne, afterTwo);
        assertThat(sweeps.err())
                .contains("after epoch 1 of all trials 3 of 4 groups go on", "after epoch 2 of all trials 2 of 3");
        String out = sweeps.out();
        assertThat(out)
                .containsPattern(
                        "given up by the sweep after epoch 2: score [\\d.]+, number 2 of 2 groups, of which 1 go on")
                .containsPattern("winner (" + afterTwo.get(0) + "|" + HELD + "): .*, the lowest of 2 groups");
        assertThat(Files.readAllLines(directory.resolve("halved/trials.csv")).stream()
                        .filter(line -> line.contains(",stopped,")))
                .hasSize(4);

        assertThat(sweep("halved", "--resume", "auto", "--set", "sweep.parallel=2"))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.out()).as("decided alike").isEqualTo(out);
        assertHalved("halved", afterOne, afterTwo);

        assertThat(sweep("halved", "--resume", "auto", "--set", "sweep.halving.factor=0"))
                .as(sweeps.err())
                .isZero();
        for (String group : all()) {
            for (String seed : List.of(".seed-1", ".seed-2")) {
                assertThat(sweeps.bits("halved/" + group + seed))
                        .as("trained to the end after all")
                        .isEqualTo(sweeps.bits("whole/" + group + seed));
            }
        }
    }

    private static void assertHalved(String output, List<String> afterOne, List<String> afterTwo) throws IOException {
        for (String group : all()) {
            int epochs = group.equals(HELD) || afterTwo.contains(group) ? 4 : afterOne.contains(group) ? 2 : 1;
            for (String seed : List.of(".seed-1", ".seed-2")) {
                String trial = output + "/" + group + seed;
                assertThat(log(trial)).as(trial).hasSize(epochs);
                assertThat(directory.resolve(trial + "/status.json"))
                        .content()
                        .contains(
                                epochs == 4
                                        ? "\"succeeded\""
                                        : "\"given up by the sweep after epoch " + epochs + ": score ");
                if (epochs == 4) {
                    assertThat(sweeps.bits(trial)).isEqualTo(sweeps.bits("whole/" + group + seed));
                }
            }
        }
    }
}
