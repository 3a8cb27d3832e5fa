package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real executor is killed while it trains a trial: the trial goes on from its checkpoint on another one, to the same bits. */
@Tag("slow")
class SweepKillTest {
    private static final List<String> TRIALS = List.of("ls.seed-1", "ls.seed-2");
    private static final String SWEEP =
            "sweep.axes = [{ key = method, values = [ls] }, { key = run.seed, values = [1, 2] }]";

    /** Steps enough to be caught among them, of which the first checkpoint comes early. */
    private static final String[] LONG = {
        "--set", "training.epochs=60",
        "--set", "evaluation.every-epochs=30",
        "--set", "checkpoint.every-steps=25",
    };

    @TempDir
    Path directory;

    @Test
    void theTrialOfAKilledExecutorGoesOnFromItsCheckpoint() throws IOException, InterruptedException {
        SmallSweeps sweeps = new SmallSweeps(directory);
        assertThat(sweeps.sweep(SWEEP, "undisturbed", LONG)).as(sweeps.err()).isZero();
        AtomicReference<String> trained = new AtomicReference<>();
        try (Launched run = sweepOnExecutors(sweeps.config())) {
            run.await(() -> halfWay()
                    .map(trial -> {
                        trained.set(trial);
                        return true;
                    })
                    .orElse(false));
            long pid = sweeps.json("killed/" + trained.get() + "/lock.json")
                    .path("pid")
                    .longValue();
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            assertThat(run.exitCode()).as(run.said()).isZero();
            assertThat(run.said())
                    .contains("trial " + trained.get() + ": taking over run directory", "resuming at step ")
                    .contains("winner ls: ");
        }
        assertThat(sweeps.json("killed/" + trained.get() + "/provenance.json")).hasSize(2);
        for (String trial : TRIALS) {
            assertThat(sweeps.bits("killed/" + trial)).isEqualTo(sweeps.bits("undisturbed/" + trial));
        }
    }

    private Launched sweepOnExecutors(Path config) throws IOException {
        Files.createDirectories(directory.resolve("spark/jars"));
        List<String> arguments = new ArrayList<>(List.of(
                "sweep",
                "--config",
                config.toString(),
                "--sweep",
                directory.resolve("undisturbed.conf").toString(),
                "--output",
                directory.resolve("killed").toString(),
                "--set",
                "sweep.placement=executor"));
        arguments.addAll(List.of(LONG));
        return Launched.start(
                directory.resolve("killed.log"),
                List.of(
                        "-Dspark.master=local-cluster[2,1,1024]",
                        "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path")),
                Map.of("SPARK_HOME", directory.resolve("spark").toString(), "SPARK_SCALA_VERSION", "2.12"),
                arguments.toArray(String[]::new));
    }

    /** A trial under way that has a checkpoint. */
    private Optional<String> halfWay() {
        return TRIALS.stream()
                .filter(trial -> {
                    Path run = directory.resolve("killed/" + trial);
                    return lines(run.resolve("steps.jsonl")) > 30 && !Files.exists(run.resolve("_SUCCESS"));
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
