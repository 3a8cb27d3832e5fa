package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.Setting;
import io.plateau.conf.SweepLoader;
import io.plateau.conf.SweepPlan;
import io.plateau.observe.TrialBoard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that are stopped, fail in part, or cannot begin. */
class SweepResumeTest {
    private static final String SEEDS =
            "sweep.axes = [{ key = method, values = [ls] }, { key = run.seed, values = [1, 2, 3] }]";

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;

    @BeforeAll
    static void prepare() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SEEDS, "whole")).as(sweeps.err()).isZero();
    }

    @Test
    void aStoppedSweepGoesOnWhereItWas() throws IOException {
        Path job = sweeps.config();
        String place = directory.resolve("stopped").toString();
        SweepPlan plan = SweepLoader.read(Files.writeString(directory.resolve("stopped.conf"), SEEDS), List.of());
        List<PlannedTrial> trials = PlannedTrial.all(
                plan, place, settings -> ConfigLoader.load(Optional.of(job), new ArrayList<Setting>(settings)));
        AtomicInteger asked = new AtomicInteger();
        List<String> said = new ArrayList<>();
        List<Sweep.Outcome> outcomes;
        try (SparkSession spark = SparkSessions.open("sweep test")) {
            org.apache.hadoop.conf.Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            Datasets.Opened opened = Datasets.find(trials.get(0).config().job().dataset(), hadoop)
                    .orElseThrow();
            // Asked once before a trial and after each of its ten steps but the last: it ends after the fourth step of
            // the second.
            BooleanSupplier interrupted = () -> asked.incrementAndGet() > 14;
            Map<String, Integer> epochs = Map.of("ls.seed-1", 2, "ls.seed-2", 2, "ls.seed-3", 2);
            try (SweepDirectory stopped = SweepDirectory.open(
                            new org.apache.hadoop.fs.Path(place), false, plan.text(), hadoop, said::add);
                    TrialBoard board = TrialBoard.start(new PrintWriter(new StringWriter()), epochs, true);
                    TrialPlace driver = new DriverPlace(spark, opened, true, board, interrupted)) {
                outcomes = new Sweep(plan, opened.dataset(), stopped, driver, board, List.of(), said::add, interrupted)
                        .run(trials);
            }
        }
        assertThat(outcomes)
                .extracting(Sweep.Outcome::state)
                .containsExactly(TrialState.FINISHED, TrialState.LEFT, TrialState.LEFT);
        assertThat(said).containsExactly("trial ls.seed-2: stopped after step 4, which is saved");
        assertThat(directory.resolve("stopped/ls.seed-2/status.json")).content().contains("\"stopped\"");
        assertThat(directory.resolve("stopped/ls.seed-3")).doesNotExist();

        assertThat(sweeps.sweep(SEEDS, "stopped", "--resume", "auto"))
                .as(sweeps.err())
                .isZero();
        assertThat(sweeps.err()).contains("1 of 3 trials have finished before", "resuming at step 4");
        for (String trial : List.of("ls.seed-1", "ls.seed-2", "ls.seed-3")) {
            assertThat(directory.resolve("stopped/" + trial + "/model/parameters.bin"))
                    .hasSameBinaryContentAs(directory.resolve("whole/" + trial + "/model/parameters.bin"));
        }
        assertThat(sweeps.json("stopped/ls.seed-1/provenance.json"))
                .as("not trained again")
                .hasSize(1);
        assertThat(sweeps.json("stopped/ls.seed-2/provenance.json")).hasSize(2);
    }

    @Test
    void aFailedTrialIsToldAndTheRestGoOn() throws IOException {
        String hocon =
                """
                sweep {
                  variants = [
                    { label = good }
                    { label = wild, optimizer { type = sgd, learning-rate = 1e30 }, training.max-norm = 0, method = ls }
                    { label = calm, optimizer.learning-rate = 1e-4 }
                  ]
                  plain.variant = wild
                  baseline.variant = wild
                }
                """;
        assertThat(sweeps.sweep(hocon, "failing")).isEqualTo(4);
        assertThat(sweeps.err())
                .containsPattern("plateau: trial wild failed: .*(not finite|finite score)")
                .contains("plateau: 1 of 3 trials failed: wild. " + directory
                        + "/failing/trials.csv says why; --resume auto tries them again");
        assertThat(sweeps.out())
                .containsPattern("good +1 +- +1\\.")
                .contains("(Delta_m none: no run of wild has finished)")
                .doesNotContain("p Holm");
        assertThat(Files.readAllLines(directory.resolve("failing/trials.csv")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("wild,wild,failed,") && line.endsWith(",wild,,"));
        assertThat(directory.resolve("failing/wild/status.json")).content().contains("\"failed\"");
        assertThat(sweeps.sweep(hocon, "failing", "--resume", "auto")).isEqualTo(4);
        assertThat(sweeps.err()).contains("2 of 3 trials have finished before", "trial wild failed: ");
    }

    @Test
    void whatIsWrongWithATrialIsOneMessageBeforeAnythingIsWritten() throws IOException {
        assertRefused(
                "{ key = optimizer.learning-rat, values = [1, 2] }",
                "bad.conf:1: unknown key" + " 'optimizer.learning-rat': did you mean 'optimizer.learning-rate'?");
        assertRefused(
                "{ key = training.epochs, values = [3, 0, -1] }",
                "bad.conf:1: training.epochs must be at least 1" + " and at most 1000000000, is 0");
        assertRefused("{ key = method, values = [ls, nsh] }", "bad.conf:1: unknown method");
        assertRefused(
                "{ key = dataset.source.synthetic.noise-seed, values = [1, 2] }",
                "differ in"
                        + " dataset.source.synthetic.noise-seed: their scores could not be compared. Give these one value");
        assertRefused(
                "{ key = method, values = [ls] }, { key = method, values = [si] }",
                "sweep.axes[2] varies" + " 'method', as the one at ");
        assertRefused("{ key = dataset.tasks, values = [[y0], [y7]] }", "there is no task 'y7' in the dataset");
        assertRefused(
                "{ key = start.model, values = [a] }",
                "start.model does not go with a sweep, whose trials start anew: leave it out");
        assertConflict(
                "sweep.placement=executr", "must be one of cluster, executor, is 'executr': did you mean 'executor'?");
        assertConflict("sweep.paralel=2", "unknown key 'sweep.paralel': did you mean 'sweep.parallel'?");
        assertConflict("sweep.halving.factor=2", "sweep.halving gives up groups of trials, and there is only one");
        assertThat(sweeps.sweep(SEEDS, "bad", "--set", "method=si")).isEqualTo(2);
        assertThat(sweeps.err()).contains("--set method: the sweep varies it (");
        assertThat(sweeps.run("sweep", "--config", sweeps.config().toString())).isEqualTo(2);
        assertThat(sweeps.err()).contains("Missing required option: '--sweep=FILE'");
        assertThat(directory.resolve("bad")).doesNotExist();
    }

    private static void assertConflict(String setting, String message) throws IOException {
        assertThat(sweeps.sweep(SEEDS, "bad", "--set", setting)).as(setting).isEqualTo(2);
        assertThat(sweeps.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void settingsThatDoNotGoWithThePlacementOrTheRungsAreNamedTogether() throws IOException {
        String[] settings = {
            "--set", "sweep.placement=executor",
            "--set", "cluster.reduction=sketch",
            "--set", "sweep.halving.factor=2",
            "--set", "evaluation.every-epochs=2"
        };
        String hocon = "sweep.axes = [{ key = method, values = [ls, si] }]";
        assertThat(sweeps.sweep(hocon, "bad", settings)).isEqualTo(2);
        assertThat(sweeps.err())
                .contains(
                        "sweep.placement = executor does not go with cluster.reduction = sketch: a trial in one process has"
                                + " its rows whole. Set cluster.reduction = auto, or sweep.placement = cluster",
                        "sweep.halving.min-epochs = 1 is no multiple of evaluation.every-epochs = 2");
        assertThat(sweeps.sweep(hocon, "bad", "--set", "sweep.halving.factor=2", "--set", "sweep.halving.min-epochs=2"))
                .isEqualTo(2);
        assertThat(sweeps.err())
                .contains("sweep.halving.min-epochs = 2 gives up nothing: the longest trial has 2 epochs");
        assertThat(directory.resolve("bad")).doesNotExist();
    }

    private static void assertRefused(String axes, String message) throws IOException {
        assertThat(sweeps.sweep("sweep.axes = [" + axes + "]", "bad")).as(axes).isEqualTo(2);
        assertThat(sweeps.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void batchesThatTheRowsAreTooFewForAreADataProblem() throws IOException {
        assertThat(sweeps.sweep(
                        "sweep.axes = [{ key = training.shards, values = [2, 100] }]",
                        "few",
                        "--set",
                        "training.batch-size=100"))
                .isEqualTo(3);
        assertThat(sweeps.err()).contains("160 training rows are too few for 100 shards");
        assertThat(directory.resolve("few")).doesNotExist();
    }
}
