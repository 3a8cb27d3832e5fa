package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed or asked to end at several moments and resumed: every file of parameters has the same bits. */
@Tag("slow")
class KillAndResumeTest {
    private static final int EVERY = 7;
    private static final int EPOCHS = 4;
    private static final int BATCHES = 20;

    @TempDir
    Path directory;

    @Test
    void aKilledRunThatIsResumedEndsWithTheSameBits() throws IOException, InterruptedException {
        String[] undisturbed = arguments("undisturbed");
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), undisturbed);
        assertThat(code).as(err.toString()).isZero();

        Path steps = directory.resolve("runs/killed/steps.jsonl");
        int attempt = 0;
        for (int lines : new int[] {1, 2 * EVERY + 3, 2 * BATCHES}) {
            try (Launched run = Launched.start(log(attempt++), arguments("killed"))) {
                run.awaitLines(steps, lines);
                // Somewhere between two checkpoints, or within one.
                Thread.sleep(attempt * 11L);
                run.kill();
            }
        }
        try (Launched run = Launched.start(log(attempt++), arguments("killed"))) {
            run.awaitLines(steps, 3 * BATCHES + 2);
            run.terminate();
            assertThat(run.said()).contains("plateau: stopped after step ", "--run-id killed --resume auto");
            assertThat(directory.resolve("runs/killed/status.json")).content().contains("\"stopped\"");
        }
        try (Launched last = Launched.start(log(attempt), arguments("killed"))) {
            assertThat(last.exitCode()).as(last.said()).isZero();
            assertThat(last.said()).contains("plateau: resuming at step ");
        }

        Path expected = directory.resolve("runs/undisturbed");
        Path actual = directory.resolve("runs/killed");
        int end = EPOCHS * BATCHES;
        for (String file : List.of(
                "model/parameters.bin",
                "checkpoints/step-" + end + "/parameters.bin",
                "checkpoints/step-" + end + "/optimizer.bin",
                "checkpoints/step-" + end + "/state.json",
                "analysis.jsonl")) {
            assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
        assertThat(Files.readAllLines(steps)).as("every step once").hasSize(end);
        try (Stream<Path> left = Files.list(actual.resolve("checkpoints"))) {
            assertThat(left.map(path -> path.getFileName().toString())).allMatch(name -> name.matches("step-\\d+"));
        }
        assertThat(actual.resolve("_SUCCESS")).exists();
        assertThat(Files.readAllLines(actual.resolve("analysis.jsonl"))).hasSize((end + 2) / 3);
        assertThat(epochs(actual)).hasSize(EPOCHS).isEqualTo(epochs(expected));
    }

    /** The lines of the epochs but for the time they took: the means over the steps of an epoch survive a kill within it. */
    private static List<String> epochs(Path run) throws IOException {
        return Files.readAllLines(run.resolve("epochs.jsonl")).stream()
                .map(line -> line.replaceFirst(",\"seconds\":[^,}]+", ""))
                .toList();
    }

    private Path log(int attempt) {
        return directory.resolve("attempt-" + attempt + ".log");
    }

    private String[] arguments(String id) throws IOException {
        Path config = directory.resolve("job.conf");
        Files.writeString(
                config,
                """
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 1250, inputs = 20, outputs = 2, tasks = 3, noise-seed = 5 } }
                }
                model.hidden = [256, 256]
                run.output = "%s/runs"
                training { epochs = %d, batch-size = 50, shards = 2 }
                schedule { type = plateau, patience = 0 }
                method = uw
                sharpness { mode = decomposed, flat-method = nash-mtl }
                checkpoint { every-steps = %d, keep = 2 }
                analysis.every-steps = 3
                """
                        .formatted(directory, directory, EPOCHS, EVERY));
        return new String[] {"train", "--config", config.toString(), "--run-id", id, "--resume", "auto"};
    }
}
