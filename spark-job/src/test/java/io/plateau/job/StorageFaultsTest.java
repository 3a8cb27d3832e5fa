package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.job.FaultyFileSystem.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the file system does: one message, nothing half-written, and the same bits after going on. */
class StorageFaultsTest {
    private static final String KEY = "spark.hadoop.fs.faulty.impl";

    @TempDir
    static Path directory;

    private static byte[] expected;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        System.setProperty(KEY, FaultyFileSystem.class.getName());
        Files.writeString(
                directory.resolve("job.conf"),
                """
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 250, inputs = 8, outputs = 2, tasks = 3, noise-seed = 5 } }
                }
                model.hidden = [16]
                run.output = "faulty://%s/runs"
                training { epochs = 3, batch-size = 50, shards = 2 }
                checkpoint { every-steps = 2, keep = 2 }
                cluster.type = local
                """
                        .formatted(directory, directory));
        StorageFaultsTest first = new StorageFaultsTest();
        assertThat(first.train("undisturbed")).as(first.err.toString()).isZero();
        expected = Files.readAllBytes(run("undisturbed").resolve("model/parameters.bin"));
    }

    @AfterAll
    static void forget() {
        System.clearProperty(KEY);
    }

    @AfterEach
    void disarm() {
        FaultyFileSystem.disarm();
    }

    private static Path run(String id) {
        return directory.resolve("runs").resolve(id);
    }

    private int train(String id, String... more) {
        err.getBuffer().setLength(0);
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "train",
                                "--config",
                                directory.resolve("job.conf").toString(),
                                "--run-id",
                                id),
                        Stream.of(more))
                .toList();
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.toArray(String[]::new));
    }

    /** The second checkpoint, of step 4, cannot be saved: that of step 2 is there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RENAME_THROWS     | checkpoints/step-4  | the name node does not answer",
                "RENAME_SAYS_FALSE | checkpoints/step-4  | cannot rename ",
                "DISK_FULL         | step-4-             | No space left on device",
                "CUT_SHORT         | step-4-             | was cut short: "
            })
    void aCheckpointThatFailsLeavesTheOneBefore(Fault fault, String path, String reason) throws IOException {
        String id = fault.name().toLowerCase(java.util.Locale.ROOT);
        FaultyFileSystem.arm(fault, path, 0);
        assertThat(train(id)).isEqualTo(5);
        List<String> said = lines();
        assertThat(said).hasSize(1);
        assertThat(said.get(0))
                .startsWith("plateau: cannot save the checkpoint of step 4 in ")
                .contains(reason)
                .endsWith("That of step 2 is there: correct this and go on from it by --resume auto");
        assertThat(names(run(id).resolve("checkpoints"))).containsExactly("step-2");
        assertThat(run(id).resolve("status.json")).content().contains("failed", reason);
        requireNothingHalfWritten(run(id));

        FaultyFileSystem.disarm();
        assertThat(train(id, "--resume", "auto")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("plateau: resuming at step 2");
        requireSameBits(id);
    }

    /** From the first write at a place on, nothing more can be written. */
    @ParameterizedTest
    @CsvSource({"lock.json, 0", "checkpoints, 0", "checkpoints, 9", "steps.jsonl, 0", "epochs.jsonl, 0", "model, 1"})
    void aFullDiskEndsTheRunAndRoomLetsItGoOn(String path, int pass) throws IOException {
        String id = "full-" + (path + pass).hashCode();
        FaultyFileSystem.arm(Fault.DISK_FULL, path, pass);
        assertThat(train(id)).as(err.toString()).isEqualTo(5);
        assertThat(lines()).hasSize(1).first().asString().contains("No space left on device");
        requireNothingHalfWritten(run(id));
        FaultyFileSystem.disarm();
        assertThat(train(id, "--resume", "auto")).as(err.toString()).isZero();
        requireSameBits(id);
    }

    @Test
    void aDamagedBestCheckpointIsMadeAgain() throws IOException {
        assertThat(train("best", "--set", "training.max-steps=9"))
                .as(err.toString())
                .isZero();
        Path checkpoints = run("best").resolve("checkpoints");
        for (String name : names(checkpoints)) {
            if (!name.equals("step-9")) {
                Files.write(checkpoints.resolve(name).resolve("parameters.bin"), new byte[] {1});
            }
        }
        Files.delete(run("best").resolve("_SUCCESS"));
        assertThat(train("best", "--resume", "auto")).as(err.toString()).isZero();
        requireSameBits("best");
    }

    private List<String> lines() {
        return err.toString()
                .lines()
                .filter(line -> !line.startsWith("plateau: prepar"))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void requireSameBits(String id) throws IOException {
        assertThat(run(id).resolve("_SUCCESS")).exists();
        assertThat(Files.readAllBytes(run(id).resolve("model/parameters.bin"))).isEqualTo(expected);
        assertThat(Files.readAllLines(run(id).resolve("steps.jsonl"))).hasSize(12);
        requireNothingHalfWritten(run(id));
    }

    /** No temporary name is left, and every JSON file is whole. */
    private static void requireNothingHalfWritten(Path run) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(run)) {
            files = all.toList();
        }
        for (Path file : files) {
            assertThat(file.getFileName().toString()).doesNotStartWith(".").isNotEqualTo("lock.json");
            if (file.toString().endsWith(".json")) {
                assertThat(new ObjectMapper().readTree(file.toFile()).isObject())
                        .as(file.toString())
                        .isTrue();
            }
        }
    }
}
