package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Executors of a real cluster are killed (SIGKILL) at moments of a training that tasks wait for. The run ends, every file of parameters
 * has the bits of a run in one process, and there is no file that an undisturbed run has not. Its part of the table of docs/faults.md
 * goes to target/faults.
 */
@Tag("slow")
class KilledExecutorsIT {
    private static final int SLICES = 2;

    @TempDir
    private static Path directory;

    private static FaultBench bench;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new FaultBench(directory, "killed-executors", Variant.values());
    }

    @AfterAll
    static void end() throws IOException {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES", "LOCAL_STEPS"})
    void anExecutorDiesInTheGradientJob(Variant variant) throws IOException, InterruptedException {
        Moment job = variant.gradients().inStageOf(Trainings.SHARDS);
        try (FaultyRun run = bench.run("gradients", variant, List.of(job))) {
            run.killExecutors(0);
            bench.enter(
                    "executor killed in the gradient job",
                    "gradients",
                    variant,
                    "its shards are read again and computed elsewhere",
                    run.end());
        }
    }

    @Test
    void anExecutorDiesInTheSecondJobOfGlobalPerturbations() throws IOException, InterruptedException {
        try (FaultyRun run =
                bench.run("perturbed", Variant.GLOBAL, List.of(FaultBench.PERTURBED.inStageOf(Trainings.SHARDS)))) {
            run.killExecutors(0);
            bench.enter(
                    "executor killed in the job of the perturbed gradients",
                    "perturbed",
                    Variant.GLOBAL,
                    "its shards are read again and computed elsewhere",
                    run.end());
        }
    }

    @Test
    void anExecutorDiesAfterItsRowsAreCut() throws IOException, InterruptedException {
        try (FaultyRun run = bench.run("sums", Variant.SLICES, List.of(FaultBench.GRADIENTS.inStageOf(SLICES)))) {
            run.killExecutors(0);
            bench.enter(
                    "executor killed in the exchange of rows",
                    "sums",
                    Variant.SLICES,
                    "the rows of its shards are computed again",
                    run.end());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLICES", "SKETCH"})
    void anExecutorDiesBetweenTheJobs(Variant variant) throws IOException, InterruptedException {
        try (FaultyRun run = bench.run("between", variant, List.of(FaultBench.COMBINATION))) {
            run.killExecutors(0);
            bench.enter(
                    "executor killed between the two jobs",
                    "between",
                    variant,
                    "what it kept of the first is made again from its lineage",
                    run.end());
        }
    }

    @Test
    void allExecutorsDieBetweenTheJobs() throws IOException, InterruptedException {
        try (FaultyRun run =
                bench.run("all", Variant.SLICES, List.of(FaultBench.COMBINATION, FaultBench.COMBINATION.atOnce()))) {
            run.killExecutors(0, 1);
            bench.enter(
                    "both executors killed between the two jobs",
                    "all",
                    Variant.SLICES,
                    "the whole step is computed again from its parameters",
                    run.end());
        }
    }

    @Test
    void anExecutorDiesInABroadcast() throws IOException, InterruptedException {
        int enough = 20;
        Moment amidst = FaultBench.GRADIENTS.inStageOf(Trainings.SHARDS).withPieces(enough);
        try (FaultyRun run = bench.run("broadcast", Variant.SLICES, List.of(amidst), "spark.broadcast.blockSize=1k")) {
            run.killExecutors(0);
            double seconds = run.end();
            Path parameters = bench.trainings().run("expected", Variant.SLICES).resolve("model/parameters.bin");
            long all = Files.size(parameters) / 1024;
            assertThat((long) run.pieces()).as("in the midst").isBetween((long) enough, all - 1);
            bench.enter(
                    "executor killed in a broadcast",
                    "broadcast",
                    Variant.SLICES,
                    String.format("%d of %d pieces of the parameters had arrived", run.pieces(), all + 1),
                    seconds);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void executorsDieTwiceInARow(Variant variant) throws IOException, InterruptedException {
        Moment moment = variant == Variant.SLICES ? FaultBench.COMBINATION : FaultBench.GRADIENTS;
        try (FaultyRun run = bench.run("twice", variant, List.of(moment, moment))) {
            run.killExecutors(0);
            run.killExecutors(1);
            bench.enter(
                    "executor killed, then the one that takes over",
                    "twice",
                    variant,
                    "the step is repaired a second time",
                    run.end());
        }
    }
}
