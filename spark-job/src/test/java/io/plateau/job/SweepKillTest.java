package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes are killed while trials are trained on executors: what had finished stays, the rest goes on, all bits are the same. */
class SweepKillTest {
    private static final String SWEEP =
            "sweep.axes = [{ key = method, values = [ls] }, { key = run.seed, values = [1, 2, 3] }]";
    private static final List<String> TRIALS = List.of("ls.seed-1", "ls.seed-2", "ls.seed-3");

    /** Epochs of 5 steps: some seconds. */
    private static final String LONG = "training.epochs=120";

    @TempDir
    static Path directory;

    private static SmallSweeps sweeps;

    @BeforeAll
    static void sweepUndisturbed() throws IOException {
        sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "undisturbed", "--set", LONG))
                .as(sweeps.err())
                .isZero();
    }

    private static Launched sweep(String output, List<String> options, Map<String, String> environment, String setting)
            throws IOException {
        Path file = Files.writeString(directory.resolve("s.conf"), SWEEP);
        return Launched.start(
                directory.resolve(output + "-" + System.nanoTime() + ".log"),
                options,
                environment,
                "sweep",
                "--config",
                sweeps.config().toString(),
                "--sweep",
                file.toString(),
                "--output",
                directory.resolve(output).toString(),
                "--resume",
                "auto",
                "--set",
                LONG,
                "--set",
                "sweep.placement=executor",
                "--set",
                setting);
    }

    private static void assertUndisturbed(String output) throws IOException {
        for (String trial : TRIALS) {
            assertThat(sweeps.bits(output + "/" + trial)).isEqualTo(sweeps.bits("undisturbed/" + trial));
        }
    }

    private static Stream<ProcessHandle> executors(ProcessHandle driver) {
        return driver.descendants().filter(process -> process.info()
                .commandLine()
                .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                .isPresent());
    }

    @Test
    void aKilledDriverLosesNothingThatHadFinished() throws IOException, InterruptedException {
        Path second = directory.resolve("driver/ls.seed-2/steps.jsonl");
        List<String> one = List.of("-Dspark.master=local[1]");
        try (Launched run = sweep("driver", one, Map.of(), "sweep.parallel=1")) {
            run.awaitLines(second, 110);
            run.kill();
        }
        assertThat(directory.resolve("driver/ls.seed-1/_SUCCESS")).exists();
        assertThat(directory.resolve("driver/ls.seed-2/_SUCCESS")).doesNotExist();
        try (Launched run = sweep("driver", one, Map.of(), "sweep.parallel=1")) {
            assertThat(run.exitCode()).as(run.said()).isZero();
            assertThat(run.said()).contains("1 of 3 trials have finished before", "trial ls.seed-2: resuming at step ");
        }
        assertThat(sweeps.json("driver/ls.seed-1/provenance.json"))
                .as("not trained again")
                .hasSize(1);
        assertUndisturbed("driver");
    }

    @Test
    void theTrialOfAKilledExecutorGoesOnFromItsCheckpoint() throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("spark/jars"));
        Map<String, String> environment =
                Map.of("SPARK_HOME", directory.resolve("spark").toString(), "SPARK_SCALA_VERSION", "2.12");
        List<String> options = List.of(
                "-Dspark.master=local-cluster[2,1,1024]",
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
        AtomicReference<String> trained = new AtomicReference<>();
        try (Launched run = sweep("executors", options, environment, "sweep.parallel=0")) {
            run.await(() -> halfWay()
                    .map(trial -> {
                        trained.set(trial);
                        return true;
                    })
                    .orElse(false));
            String lock = Files.readString(directory.resolve("executors/" + trained.get() + "/lock.json"));
            ProcessHandle executor = executors(run.handle())
                    .filter(process -> lock.contains("\"pid\" : " + process.pid() + ","))
                    .findFirst()
                    .orElseThrow();
            executor.destroyForcibly();
            assertThat(run.exitCode()).as(run.said()).isZero();
            assertThat(run.said())
                    .contains("trial " + trained.get() + ": taking over run directory", "resuming at step ")
                    .contains("winner ls: ");
        }
        assertThat(sweeps.json("executors/" + trained.get() + "/provenance.json"))
                .hasSize(2);
        assertUndisturbed("executors");
    }

    /** A trial under way that has checkpoints. */
    private static Optional<String> halfWay() {
        return TRIALS.stream()
                .filter(trial -> {
                    Path run = directory.resolve("executors/" + trial);
                    return lines(run.resolve("steps.jsonl")) > 110 && !Files.exists(run.resolve("_SUCCESS"));
                })
                .findFirst();
    }

    private static int lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
