package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Executors, workers and drivers of a real cluster are killed (SIGKILL), stopped (SIGSTOP) or slowed down at moments of a training that
 * tasks wait for. The run ends, every file of parameters has the bits of a run in one process, and there is no file that an
 * undisturbed run has not. Writes the table of docs/faults.md to target/faults.md.
 */
class FaultsIT {
    private static final int SLICES = 2;

    private static final Moment GRADIENTS = Moment.of("step 5: gradients");
    private static final Moment PERTURBED = Moment.of("step 5: perturbed gradients");
    private static final Moment COMBINATION = Moment.of("step 5: combination");

    private static final FaultTable TABLE = new FaultTable();

    @TempDir
    private static Path directory;

    private static Trainings trainings;
    private static Standalone cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        trainings = Trainings.in(directory);
        cluster = new Standalone(directory.resolve("cluster"), 2);
        for (Variant variant : Variant.values()) {
            try (FaultyRun run = run("undisturbed", variant, List.of(variant.gradients()))) {
                run.letGoOn();
                TABLE.undisturbed(variant, run.end());
                trainings.requireExpected("undisturbed", variant);
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        TABLE.write(Path.of("target/faults.md"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES", "LOCAL_STEPS"})
    void anExecutorDiesInTheGradientJob(Variant variant) throws IOException, InterruptedException {
        Moment job = variant.gradients().inStageOf(Trainings.SHARDS);
        try (FaultyRun run = run("gradients", variant, List.of(job))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed in the gradient job",
                    variant,
                    "its shards are read again and computed elsewhere",
                    run.end());
            trainings.requireExpected("gradients", variant);
        }
    }

    @Test
    void anExecutorDiesInTheSecondJobOfGlobalPerturbations() throws IOException, InterruptedException {
        try (FaultyRun run = run("perturbed", Variant.GLOBAL, List.of(PERTURBED.inStageOf(Trainings.SHARDS)))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed in the job of the perturbed gradients",
                    Variant.GLOBAL,
                    "its shards are read again and computed elsewhere",
                    run.end());
            trainings.requireExpected("perturbed", Variant.GLOBAL);
        }
    }

    @Test
    void anExecutorDiesAfterItsRowsAreCut() throws IOException, InterruptedException {
        try (FaultyRun run = run("sums", Variant.SLICES, List.of(GRADIENTS.inStageOf(SLICES)))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed in the exchange of rows",
                    Variant.SLICES,
                    "the rows of its shards are computed again",
                    run.end());
            trainings.requireExpected("sums", Variant.SLICES);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLICES", "SKETCH"})
    void anExecutorDiesBetweenTheJobs(Variant variant) throws IOException, InterruptedException {
        try (FaultyRun run = run("between", variant, List.of(COMBINATION))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed between the two jobs",
                    variant,
                    "what it kept of the first is made again from its lineage",
                    run.end());
            trainings.requireExpected("between", variant);
        }
    }

    @Test
    void allExecutorsDieBetweenTheJobs() throws IOException, InterruptedException {
        try (FaultyRun run = run("all", Variant.SLICES, List.of(COMBINATION, COMBINATION.atOnce()))) {
            run.killExecutors(0, 1);
            TABLE.add(
                    "both executors killed between the two jobs",
                    Variant.SLICES,
                    "the whole step is computed again from its parameters",
                    run.end());
            trainings.requireExpected("all", Variant.SLICES);
        }
    }

    @Test
    void anExecutorDiesInABroadcast() throws IOException, InterruptedException {
        int enough = 20;
        Moment amidst = GRADIENTS.inStageOf(Trainings.SHARDS).withPieces(enough);
        try (FaultyRun run = run("broadcast", Variant.SLICES, List.of(amidst), "spark.broadcast.blockSize=1k")) {
            run.killExecutors(0);
            double seconds = run.end();
            Path parameters = trainings.run("expected", Variant.SLICES).resolve("model/parameters.bin");
            long all = Files.size(parameters) / 1024;
            assertThat((long) run.pieces()).as("in the midst").isBetween((long) enough, all - 1);
            TABLE.add(
                    "executor killed in a broadcast",
                    Variant.SLICES,
                    String.format("%d of %d pieces of the parameters had arrived", run.pieces(), all + 1),
                    seconds);
            trainings.requireExpected("broadcast", Variant.SLICES);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void executorsDieTwiceInARow(Variant variant) throws IOException, InterruptedException {
        Moment moment = variant == Variant.SLICES ? COMBINATION : GRADIENTS;
        try (FaultyRun run = run("twice", variant, List.of(moment, moment))) {
            run.killExecutors(0);
            run.killExecutors(1);
            TABLE.add(
                    "executor killed, then the one that takes over",
                    variant,
                    "the step is repaired a second time",
                    run.end());
            trainings.requireExpected("twice", variant);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void anExecutorIsSlow(Variant variant) throws IOException, InterruptedException {
        Moment moment = GRADIENTS.inStageOf(Trainings.SHARDS).slowing();
        // Its other shards wait so long, on each of two levels of nearness, before another executor takes them.
        String[] settings = {"spark.speculation=true", "spark.locality.wait=500ms"};
        try (FaultyRun run = run("slow", variant, List.of(moment), settings)) {
            run.letGoOn();
            double seconds = run.end();
            assertThat(run.fatesOfSlowTasks()).isNotEmpty().containsOnly("was beaten");
            TABLE.add(
                    "executor slow from step 5 on (each task a minute late), speculation on",
                    variant,
                    "whatever it begins, the copy elsewhere comes first (`spark.locality.wait=500ms`)",
                    seconds);
            trainings.requireExpected("slow", variant);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void anExecutorStands(Variant variant) throws IOException, InterruptedException {
        Moment moment = GRADIENTS.inStageOf(Trainings.SHARDS);
        String[] settings = {
            "spark.speculation=true",
            "spark.network.timeout=10s",
            "spark.network.timeoutInterval=2s",
            "spark.executor.heartbeatInterval=1s"
        };
        try (FaultyRun run = run("stands", variant, List.of(moment), settings)) {
            run.stopExecutor();
            TABLE.add(
                    "executor stopped (SIGSTOP), speculation on",
                    variant,
                    "other tasks wait for its cached shards until `spark.network.timeout` (here 10 s) has passed",
                    run.end());
            trainings.requireExpected("stands", variant);
        }
    }

    @Test
    void theDriverDies() throws IOException, InterruptedException {
        try (FaultyRun run = run("resumed", Variant.SLICES, List.of(GRADIENTS))) {
            run.killDriver();
            double seconds = run.end();
            assertThat(run.said()).contains("plateau: resuming at step 4");
            TABLE.add(
                    "driver killed, started again with `--resume auto`",
                    Variant.SLICES,
                    "goes on from the last checkpoint; a new JVM and new executors",
                    seconds);
            trainings.requireExpected("resumed", Variant.SLICES);
        }
    }

    @Test
    void aWorkerNeverReturns() throws IOException, InterruptedException {
        try (FaultyRun run = run("worker", Variant.SLICES, List.of(GRADIENTS))) {
            run.killWorker();
            TABLE.add("worker and its executor lost for good", Variant.SLICES, "goes on with the rest", run.end());
            trainings.requireExpected("worker", Variant.SLICES);
        } finally {
            cluster.addWorker();
        }
    }

    private static FaultyRun run(String id, Variant variant, List<Moment> held, String... settings) throws IOException {
        return new FaultyRun(
                cluster,
                directory.resolve("faults").resolve(Trainings.name(id, variant)),
                held,
                List.of(settings),
                trainings.arguments(id, variant));
    }
}
