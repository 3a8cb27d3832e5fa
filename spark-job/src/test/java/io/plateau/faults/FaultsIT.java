package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.job.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Executors, workers and drivers of a real cluster are killed (SIGKILL) or stopped (SIGSTOP) at moments of a training that tasks wait
 * for. The run ends, every file of parameters has the bits of a plain loop in one process, and there is no file that an undisturbed
 * run has not. Writes the table of docs/faults.md to target/faults.md.
 */
class FaultsIT {
    private static final int STEPS = 12;
    private static final int SHARDS = 4;
    private static final int SLICES = 2;

    private static final Moment GRADIENTS = Moment.of("step 5: gradients");
    private static final Moment COMBINATION = Moment.of("step 5: combination");

    private static final FaultTable TABLE = new FaultTable();

    @TempDir
    private static Path directory;

    private static Standalone cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 600, inputs = 16, outputs = 1, tasks = 3 } }
                }
                model.hidden = [128, 128]
                training { epochs = 2, batch-size = 80, shards = %d }
                checkpoint { every-steps = 4, keep = 9 }
                """
                        .formatted(directory, directory, SHARDS));
        StringWriter err = new StringWriter();
        assertThat(Main.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        arguments("loop", "cluster.type=local")))
                .as(err.toString())
                .isZero();
        cluster = new Standalone(directory.resolve("cluster"), 2);
        for (String reduction : List.of("driver", "slices")) {
            try (FaultyRun run = run("undisturbed", reduction, List.of(GRADIENTS))) {
                run.letGoOn();
                TABLE.undisturbed(reduction, run.end());
                requireLikeTheLoop("undisturbed", reduction);
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
    @ValueSource(strings = {"driver", "slices"})
    void anExecutorDiesInTheGradientJob(String reduction) throws IOException, InterruptedException {
        try (FaultyRun run = run("gradients", reduction, List.of(GRADIENTS.inStageOf(SHARDS)))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed in the gradient job",
                    reduction,
                    "its shards are read again and computed elsewhere",
                    run.end());
            requireLikeTheLoop("gradients", reduction);
        }
    }

    @Test
    void anExecutorDiesAfterItsRowsAreCut() throws IOException, InterruptedException {
        try (FaultyRun run = run("sums", "slices", List.of(GRADIENTS.inStageOf(SLICES)))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed in the exchange of rows",
                    "slices",
                    "the rows of its shards are computed again",
                    run.end());
            requireLikeTheLoop("sums", "slices");
        }
    }

    @Test
    void anExecutorDiesBetweenTheJobs() throws IOException, InterruptedException {
        try (FaultyRun run = run("between", "slices", List.of(COMBINATION))) {
            run.killExecutors(0);
            TABLE.add(
                    "executor killed between the two jobs",
                    "slices",
                    "the sums that it kept are made again from their lineage",
                    run.end());
            requireLikeTheLoop("between", "slices");
        }
    }

    @Test
    void allExecutorsDieBetweenTheJobs() throws IOException, InterruptedException {
        try (FaultyRun run = run("all", "slices", List.of(COMBINATION, COMBINATION.atOnce()))) {
            run.killExecutors(0, 1);
            TABLE.add(
                    "both executors killed between the two jobs",
                    "slices",
                    "the whole step is computed again from its parameters",
                    run.end());
            requireLikeTheLoop("all", "slices");
        }
    }

    @Test
    void anExecutorDiesInABroadcast() throws IOException, InterruptedException {
        int enough = 20;
        try (FaultyRun run = run(
                "broadcast",
                "slices",
                List.of(GRADIENTS.inStageOf(SHARDS).withPieces(enough)),
                "spark.broadcast.blockSize=1k")) {
            run.killExecutors(0);
            double seconds = run.end();
            long all = Files.size(directory.resolve("runs/loop/model/parameters.bin")) / 1024;
            assertThat((long) run.pieces()).as("in the midst").isBetween((long) enough, all - 1);
            TABLE.add(
                    "executor killed in a broadcast",
                    "slices",
                    String.format("%d of %d pieces of the parameters had arrived", run.pieces(), all + 1),
                    seconds);
            requireLikeTheLoop("broadcast", "slices");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver", "slices"})
    void executorsDieTwiceInARow(String reduction) throws IOException, InterruptedException {
        Moment moment = "slices".equals(reduction) ? COMBINATION : GRADIENTS;
        try (FaultyRun run = run("twice", reduction, List.of(moment, moment))) {
            run.killExecutors(0);
            run.killExecutors(1);
            TABLE.add(
                    "executor killed, then the one that takes over",
                    reduction,
                    "the step is repaired a second time",
                    run.end());
            requireLikeTheLoop("twice", reduction);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver", "slices"})
    void anExecutorStands(String reduction) throws IOException, InterruptedException {
        try (FaultyRun run = run("slow", reduction, List.of(GRADIENTS.inStageOf(SHARDS)), "spark.speculation=true")) {
            run.stopExecutor();
            TABLE.add(
                    "executor stopped (SIGSTOP), speculation on",
                    reduction,
                    "other tasks wait for its cached shards until spark.network.timeout has passed",
                    run.end());
            requireLikeTheLoop("slow", reduction);
        }
    }

    @Test
    void theDriverDies() throws IOException, InterruptedException {
        try (FaultyRun run = run("resumed", "slices", List.of(GRADIENTS))) {
            run.killDriver();
            double seconds = run.end();
            assertThat(run.said()).contains("plateau: resuming at step 4");
            TABLE.add(
                    "driver killed, started again with `--resume auto`",
                    "slices",
                    "goes on from the last checkpoint; a new JVM and new executors",
                    seconds);
            requireLikeTheLoop("resumed", "slices");
        }
    }

    @Test
    void aWorkerNeverReturns() throws IOException, InterruptedException {
        try (FaultyRun run = run("worker", "slices", List.of(GRADIENTS))) {
            run.killWorker();
            TABLE.add("worker and its executor lost for good", "slices", "goes on with the rest", run.end());
            requireLikeTheLoop("worker", "slices");
        } finally {
            cluster.addWorker();
        }
    }

    private static FaultyRun run(String id, String reduction, List<Moment> held, String... settings)
            throws IOException {
        String name = id + "-" + reduction;
        return new FaultyRun(
                cluster,
                directory.resolve("faults/" + name),
                held,
                List.of(settings),
                arguments(name, "cluster.reduction=" + reduction));
    }

    private static String[] arguments(String id, String setting) {
        String config = directory.resolve("job.conf").toString();
        return new String[] {"train", "--config", config, "--run-id", id, "--resume", "auto", "--set", setting};
    }

    private static void requireLikeTheLoop(String id, String reduction) throws IOException {
        Path expected = directory.resolve("runs/loop");
        Path actual = directory.resolve("runs/" + id + "-" + reduction);
        List<String> files = files(expected);
        assertThat(files(actual)).as("nothing half-written, nothing left over").isEqualTo(files);
        List<String> bits = files.stream()
                .filter(file -> file.endsWith(".bin") || file.endsWith("state.json"))
                .toList();
        assertThat(bits).contains("model/parameters.bin", "checkpoints/step-" + STEPS + "/optimizer.bin");
        for (String file : bits) {
            assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
        assertThat(Files.readAllLines(actual.resolve("steps.jsonl")))
                .extracting(line -> line.replaceFirst("^\\{\"step\":(\\d+),.*\\}$", "$1"))
                .as("every step once, in whole lines")
                .isEqualTo(IntStream.rangeClosed(1, STEPS)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
