package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
 * Executors that are slow or stand still, a driver and a worker that are lost: the run ends with the bits of a run in one process, and
 * with no other file. Its part of the table of docs/faults.md goes to target/faults.
 */
@Tag("slow")
class LostProcessesIT {
    @TempDir
    private static Path directory;

    private static FaultBench bench;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new FaultBench(directory, "lost-processes", Variant.DRIVER, Variant.SLICES);
    }

    @AfterAll
    static void end() throws IOException {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void anExecutorIsSlow(Variant variant) throws IOException, InterruptedException {
        Moment moment = FaultBench.GRADIENTS.inStageOf(Trainings.SHARDS).slowing();
        // Its other shards wait so long, on each of two levels of nearness, before another executor takes them.
        String[] settings = {"spark.speculation=true", "spark.locality.wait=500ms"};
        try (FaultyRun run = bench.run("slow", variant, List.of(moment), settings)) {
            run.letGoOn();
            double seconds = run.end();
            assertThat(run.fatesOfSlowTasks()).isNotEmpty().containsOnly("was beaten");
            bench.enter(
                    "executor slow from step 5 on (each task a minute late), speculation on",
                    "slow",
                    variant,
                    "whatever it begins, the copy elsewhere comes first (`spark.locality.wait=500ms`)",
                    seconds);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRIVER", "SLICES"})
    void anExecutorStands(Variant variant) throws IOException, InterruptedException {
        Moment moment = FaultBench.GRADIENTS.inStageOf(Trainings.SHARDS);
        String[] settings = {
            "spark.speculation=true",
            "spark.network.timeout=10s",
            "spark.network.timeoutInterval=2s",
            "spark.executor.heartbeatInterval=1s"
        };
        try (FaultyRun run = bench.run("stands", variant, List.of(moment), settings)) {
            run.stopExecutor();
            bench.enter(
                    "executor stopped (SIGSTOP), speculation on",
                    "stands",
                    variant,
                    "other tasks wait for its cached shards until `spark.network.timeout` (here 10 s) has passed",
                    run.end());
        }
    }

    @Test
    void theDriverDies() throws IOException, InterruptedException {
        try (FaultyRun run = bench.run("resumed", Variant.SLICES, List.of(FaultBench.GRADIENTS))) {
            run.killDriver();
            double seconds = run.end();
            assertThat(run.said()).contains("plateau: resuming at step 4");
            bench.enter(
                    "driver killed, started again with `--resume auto`",
                    "resumed",
                    Variant.SLICES,
                    "goes on from the last checkpoint; a new JVM and new executors",
                    seconds);
        }
    }

    @Test
    void aWorkerNeverReturns() throws IOException, InterruptedException {
        try (FaultyRun run = bench.run("worker", Variant.SLICES, List.of(FaultBench.GRADIENTS))) {
            run.killWorker();
            bench.enter(
                    "worker and its executor lost for good",
                    "worker",
                    Variant.SLICES,
                    "goes on with the rest",
                    run.end());
        } finally {
            bench.cluster().addWorker();
        }
    }
}
