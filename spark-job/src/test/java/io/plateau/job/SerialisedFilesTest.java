package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A serialised Java object in the place of any file that the program reads is refused as what it is, no such file, and never read as an object. */
class SerialisedFilesTest {
    private static final AtomicInteger READ = new AtomicInteger();

    @TempDir
    static Path directory;

    @TempDir
    static Path spare;

    private final StringWriter err = new StringWriter();
    private static byte[] bomb;

    /** What an attacker would have read. */
    private static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            READ.incrementAndGet();
            in.defaultReadObject();
        }
    }

    @BeforeAll
    static void train() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Bomb());
        }
        bomb = bytes.toByteArray();
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run { output = ${root}/runs, name = s }
                dataset {
                  path = ${root}/data
                  source { kind = synthetic, synthetic { rows = 200, inputs = 4, outputs = 1, tasks = 2 } }
                }
                model.hidden = [8]
                training { epochs = 2, batch-size = 50, shards = 2 }
                checkpoint { every-steps = 2, keep = 5 }
                publish.champion = ${root}/champion
                cluster.type = local
                """);
        SerialisedFilesTest first = new SerialisedFilesTest();
        assertThat(first.run(training("training.max-steps=4")))
                .as(first.err.toString())
                .isZero();
        Files.writeString(directory.resolve("rows.csv"), "x0,x1,x2,x3\n1,2,3,4\n");
        copy(directory, spare);
    }

    @BeforeEach
    void restore() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path entry : all.toList()) {
                FileUtils.forceDelete(entry.toFile());
            }
        }
        copy(spare, directory);
    }

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }

    private static String[] training(String setting) throws IOException {
        Path file = directory.resolve("here.conf");
        Files.writeString(
                file,
                Files.readString(directory.resolve("job.conf")).replace("${root}", '"' + directory.toString() + '"'));
        return new String[] {"train", "--config", file.toString(), "--run-id", "a", "--resume", "auto", "--set", setting
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        FileUtils.copyDirectory(from.toFile(), to.toFile());
    }

    private static Path file(String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> directory.relativize(path).toString().matches(pattern))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Puts the object into a file, and makes the manifest beside it say that it belongs there. */
    private static void plant(String pattern) throws IOException {
        Path file = file(pattern);
        Files.write(file, bomb);
        Path manifest = file.resolveSibling("manifest.json");
        if (!Files.exists(manifest) || manifest.equals(file)) {
            return;
        }
        ObjectMapper mapper = new ObjectMapper();
        JsonNode tree = mapper.readTree(manifest.toFile());
        ObjectNode entry = (ObjectNode) tree.findValue(file.getFileName().toString());
        entry.put("bytes", bomb.length);
        entry.put("sha256", sha256());
        mapper.writeValue(manifest.toFile(), tree);
    }

    private static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bomb));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }

    private void assertRefused(int code, int... allowed) {
        assertThat(READ).as("objects that were read").hasValue(0);
        assertThat(err.toString())
                .doesNotContain("unexpected failure", "Exception")
                .startsWith("plateau: ");
        assertThat(allowed).as(err.toString()).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest\\.json", "parameters\\.bin", "model\\.json", "dataset\\.json"})
    void inAModel(String file) throws IOException {
        plant("runs/a/model/" + file);
        int code = run(
                "predict",
                directory.resolve("runs/a/model").toString(),
                directory.resolve("rows.csv").toString(),
                "--output",
                directory.resolve("out.csv").toString());
        assertRefused(code, ExitCode.DATA);
        assertThat(err.toString()).contains("runs/a/model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/dataset\\.json", "data/[^.].*\\.parquet"})
    void inADataset(String file) throws IOException {
        plant(file);
        assertRefused(run(training("training.max-steps=6")), ExitCode.DATA);
        assertThat(err.toString()).contains(directory + "/data");
    }

    /** An earlier checkpoint is there: the run goes on from it where the manifest shows the damage, and is refused where it vouches for it. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest\\.json", "parameters\\.bin", "optimizer\\.bin", "state\\.json"})
    void inACheckpoint(String file) throws IOException {
        plant("runs/a/checkpoints/step-4/" + file);
        assertRefused(run(training("training.max-steps=6")), ExitCode.OK, ExitCode.DATA, ExitCode.TRAINING);
        assertThat(err.toString())
                .containsPattern("passing over a corrupt checkpoint|the checkpoint of step 4 (has|holds) ");
    }

    @Test
    void inTheFilesOfARunAndAChampion() throws IOException {
        for (String file : List.of("runs/a/config\\.resolved\\.conf", "champion/generation-00000001\\.json")) {
            Path place = file(file);
            byte[] good = Files.readAllBytes(place);
            plant(file);
            assertRefused(run(training("training.max-steps=6")), ExitCode.CONFIGURATION, ExitCode.DATA);
            assertThat(err.toString()).contains(place.getFileName().toString());
            Files.write(place, good);
        }
        plant("runs/a/steps\\.jsonl");
        plant("runs/a/status\\.json");
        assertThat(run(training("training.max-steps=6")))
                .as("logs are written anew")
                .isZero();
    }

    @Test
    void inWhatTheUserNames() throws IOException {
        Path planted = Files.write(directory.resolve("planted"), bomb);
        String model = directory.resolve("runs/a/model").toString();
        assertRefused(run("train", "--config", planted.toString()), ExitCode.CONFIGURATION);
        assertRefused(
                run(
                        "predict",
                        model,
                        planted.toString(),
                        "--output",
                        directory.resolve("out.csv").toString()),
                ExitCode.DATA);
        assertRefused(
                run(
                        "prepare",
                        "csv",
                        "--source",
                        planted.toString(),
                        "--targets",
                        "y",
                        "--output",
                        directory.resolve("d").toString()),
                ExitCode.DATA);
        String[] training = training("dataset.split.file=" + planted);
        training[4] = "fresh";
        assertRefused(run(training), ExitCode.DATA);
    }
}
