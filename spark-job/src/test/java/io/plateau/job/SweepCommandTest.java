package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.math.metric.HolmCorrection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep over one small dataset; every figure of the results is computed again from the runs. */
class SweepCommandTest {
    private static final String SWEEP =
            """
            sweep {
              axes = [
                { key = method, values = [ls, nash-mtl] }
                { key = sharpness.mode, values = [none, decomposed] }
                { key = run.seed, values = [1, 2, 3] }
              ]
              plain { sharpness.mode = none }
              baseline { method = ls, sharpness.mode = none }
            }
            """;
    private static final List<String> GROUPS =
            List.of("ls.none", "ls.decomposed", "nash-mtl.none", "nash-mtl.decomposed");

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;
    private static String table;

    @BeforeAll
    static void sweepOnce() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "whole")).as(sweeps.err()).isZero();
        table = sweeps.out();
    }

    private static double mae(String trial, String task) throws IOException {
        return sweeps.json("whole/" + trial + "/model/model.json")
                .path("facts")
                .path("test")
                .path(task)
                .path("mae")
                .doubleValue();
    }

    private static double mean(String group, String task) throws IOException {
        return (mae(group + ".seed-1", task) + mae(group + ".seed-2", task) + mae(group + ".seed-3", task)) / 3;
    }

    @Test
    void everyTrialIsARunThatOtherCommandsKnow() throws IOException {
        for (String group : GROUPS) {
            Path run = directory.resolve("whole/" + group + ".seed-2");
            assertThat(run.resolve("_SUCCESS")).exists();
            assertThat(run.resolve("variants")).as("the base's own comparison").doesNotExist();
            assertThat(run.resolve("config.resolved.conf")).content().contains("compare=[]");
        }
        List<String> arguments = new ArrayList<>(List.of("compare", "--by", "name"));
        for (String group : GROUPS) {
            arguments.add(directory.resolve("whole/" + group + ".seed-1").toString());
            arguments.add(directory.resolve("whole/" + group + ".seed-3").toString());
        }
        assertThat(sweeps.run(arguments.toArray(String[]::new)))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.out()).containsPattern("test metric +unit +ls.none +ls.decomposed +nash-mtl.none ");
    }

    @Test
    void groupsHaveMeansDeltaMAndRanks() throws IOException {
        JsonNode tree = sweeps.json("whole/sweep.json");
        assertThat(tree.path("groups").findValuesAsText("label")).isEqualTo(GROUPS);
        assertThat(tree.path("delta-m-against").textValue()).isEqualTo("against ls.none");
        double ranks = 0;
        for (JsonNode group : tree.path("groups")) {
            String label = group.path("label").textValue();
            double delta = 0;
            for (String task : List.of("y0", "y1")) {
                double mean = mean(label, task);
                assertThat(group.path("tasks").path(task).path("mean").doubleValue())
                        .isCloseTo(mean, within(1e-9 * mean));
                delta += 50 * (mean / mean("ls.none", task) - 1);
            }
            assertThat(group.path("delta-m").path("mean").doubleValue()).isCloseTo(delta, within(1e-9));
            ranks += group.path("mean-rank").doubleValue();
        }
        assertThat(ranks).as("1 + 2 + 3 + 4").isEqualTo(10);
    }

    @Test
    void pairedTestsFollowFromTheRuns() throws IOException {
        JsonNode tests = sweeps.json("whole/sweep.json").path("tests");
        assertThat(tests.findValuesAsText("group")).containsExactly("ls.decomposed", "nash-mtl.decomposed");
        assertThat(tests.findValuesAsText("against")).containsExactly("ls.none", "nash-mtl.none");
        double[] p = new double[2];
        for (int i = 0; i < 2; i++) {
            JsonNode test = tests.get(i);
            String group = test.path("group").textValue();
            String plain = test.path("against").textValue();
            double[] change = new double[3];
            double[] y1 = new double[3];
            for (int seed = 1; seed <= 3; seed++) {
                String end = ".seed-" + seed;
                y1[seed - 1] = mae(group + end, "y1") - mae(plain + end, "y1");
                change[seed - 1] = 50 * (mae(group + end, "y0") - mae(plain + end, "y0")) / mean(plain, "y0")
                        + 50 * y1[seed - 1] / mean(plain, "y1");
            }
            assertTest(test.path("tasks").path("y1"), y1);
            p[i] = assertTest(test.path("change"), change);
        }
        double[] holm = HolmCorrection.adjusted(p);
        assertThat(tests.get(0).path("change").path("p-holm").doubleValue()).isCloseTo(holm[0], within(1e-9));
        assertThat(tests.get(1).path("change").path("p-holm").doubleValue()).isCloseTo(holm[1], within(1e-9));
    }

    /** By the closed form of Student's distribution for two degrees of freedom. */
    private static double assertTest(JsonNode test, double[] d) {
        double mean = (d[0] + d[1] + d[2]) / 3;
        double squares = 0;
        for (double one : d) {
            squares += (one - mean) * (one - mean);
        }
        double t = mean / Math.sqrt(squares / 2 / 3);
        double p = 1 - Math.abs(t) / Math.sqrt(2 + t * t);
        assertThat(test.path("count").intValue()).isEqualTo(3);
        assertThat(test.path("mean").doubleValue()).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
        assertThat(test.path("t").doubleValue()).isCloseTo(t, within(1e-6 * Math.abs(t)));
        assertThat(test.path("p").doubleValue()).isCloseTo(p, within(1e-6));
        boolean oneSign = (d[0] > 0) == (d[1] > 0) && (d[1] > 0) == (d[2] > 0);
        if (oneSign) {
            assertThat(test.path("p-sign-flip").doubleValue()).isEqualTo(0.25);
        } else {
            assertThat(test.path("p-sign-flip").doubleValue()).isGreaterThan(0.25);
        }
        return p;
    }

    @Test
    void theTablesShowTheSame() throws IOException {
        JsonNode test = sweeps.json("whole/sweep.json").path("tests").get(1);
        String change = String.format(
                Locale.ROOT, "%.2f", test.path("change").path("mean").doubleValue());
        assertThat(table)
                .contains("sweep  " + directory + "/whole, 12 trials")
                .containsPattern("trials +y0 mae +y1 mae")
                .containsPattern("nash-mtl.none +" + TextTable.number(mean("nash-mtl.none", "y0")) + " ± ")
                .containsPattern(
                        "trials +runs +Delta_m % +mean rank +against +pairs +change % +p +p Holm +p sign flips")
                .containsPattern("ls.none +3 +\\S+ ± \\S+ +\\d\\.\\d\\d +- +- +- +- +- +-")
                .containsPattern("nash-mtl.decomposed +3 +\\S+ ± \\S+ +\\d\\.\\d\\d +nash-mtl.none +3 +" + change
                        + " ± \\S+ +[\\d.<]+ +[\\d.<]+ +[\\d.]+")
                .contains("(Delta_m against ls.none)", "corrected for the 2 comparisons", "never below 0.25");
        List<String> trials = Files.readAllLines(directory.resolve("whole/trials.csv"));
        String ends = "," + mae("ls.decomposed.seed-2", "y0") + "," + mae("ls.decomposed.seed-2", "y1");
        assertThat(trials)
                .hasSize(13)
                .startsWith("trial,group,state,message,seed,epochs,score,seconds,method,sharpness.mode,run.seed,y0,y1")
                .anyMatch(
                        line -> line.matches("ls\\.decomposed\\.seed-2,ls\\.decomposed,finished,,2,2,[\\d.]+,[\\d.E-]+,"
                                        + "ls,decomposed,2,.*")
                                && line.endsWith(ends));
        assertThat(Files.readAllLines(directory.resolve("whole/tests.csv")))
                .as("two tasks and the change of each")
                .hasSize(1 + 2 * 3)
                .anyMatch(line -> line.startsWith("nash-mtl.decomposed,nash-mtl.none,,delta-m,%,3,"));
        assertThat(Files.readAllLines(directory.resolve("whole/groups.csv"))).hasSize(1 + 4 * 8);
    }

    @Test
    void aSweepThatIsThereIsGoneOnWithOnlyWhenAskedTo() throws IOException {
        FileTime before = Files.getLastModifiedTime(directory.resolve("whole/ls.none.seed-1/model/parameters.bin"));
        assertThat(sweeps.sweep(SWEEP, "whole")).isEqualTo(2);
        assertThat(sweeps.err())
                .contains("sweep directory " + directory
                        + "/whole exists already: go on with that sweep by --resume auto, or choose another --output");
        assertThat(sweeps.sweep(SWEEP, "whole", "--resume", "auto"))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.err()).contains("12 of 12 trials have finished before");
        assertThat(sweeps.out()).as("the same tables").isEqualTo(table);
        assertThat(Files.getLastModifiedTime(directory.resolve("whole/ls.none.seed-1/model/parameters.bin")))
                .isEqualTo(before);
        assertThat(sweeps.sweep(SWEEP, "whole", "--resume", "auto", "--set", "training.max-steps=3"))
                .isEqualTo(2);
        assertThat(sweeps.err())
                .contains("trial ls.none.seed-1 in " + directory
                        + "/whole was trained with other settings of training.max-steps: go on with the configuration");
    }

    @Test
    void oneSeedIsComparedWithoutATest() throws IOException {
        assertThat(sweeps.sweep(
                        """
                        sweep {
                          axes = [{ key = sharpness.mode, values = [none, joint] }]
                          plain { sharpness.mode = none }
                        }
                        """,
                        "single"))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.out())
                .containsPattern("joint +1 +- +\\S+ +none +1 +-?\\d\\S+ +- +- +1.000")
                .contains("(no test: it takes runs of at least two seeds; add the axis run.seed)")
                .contains("Delta_m none: no single-task value of every task");
        assertThat(sweeps.json("single/sweep.json")
                        .path("tests")
                        .get(0)
                        .path("change")
                        .path("p")
                        .isNull())
                .isTrue();
    }

    @Test
    void trialsOfOneTaskAreTheBaseline() throws IOException {
        assertThat(sweeps.sweep(
                        """
                        sweep.variants = [
                          { label = y0, dataset.tasks = [y0], method = ls }
                          { label = y1, dataset.tasks = [y1], method = ls }
                          { label = both }
                        ]
                        """,
                        "baseline"))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.out())
                .containsPattern("single-task +2 +- +-")
                .containsPattern("both +1 +-?[\\d.]+ +1.00")
                .contains("Delta_m against the single-task runs");
    }
}
