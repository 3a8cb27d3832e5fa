package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.checkpoint.RunDirectory;
import io.plateau.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holds wherever datasets, runs, sweeps, models and champions lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StorageContract {
    private static final int EVERY = 5;
    private static final int STEPS = 40;

    @TempDir
    static Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> settings;
    private String root;
    private FileSystem fs;

    /** Starts the store. */
    abstract Map<String, String> open() throws IOException, InterruptedException;

    /** Where to write, once it is open. */
    abstract String root();

    abstract void shut() throws IOException;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        settings = open();
        root = root();
        settings.forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
        fs = new org.apache.hadoop.fs.Path(root).getFileSystem(SparkSessions.hadoop());
        Files.writeString(directory.resolve("table.csv"), table(0, 120));
        Files.writeString(directory.resolve("more.csv"), table(120, 60));
    }

    @AfterAll
    void stop() throws IOException {
        settings.keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
        if (!fs.getUri().getScheme().equals("file")) {
            fs.close();
        }
        shut();
    }

    private static String table(int from, int rows) {
        StringBuilder table = new StringBuilder("age,dose,kind,score,ill\n");
        for (int i = from; i < from + rows; i++) {
            double age = 20 + (i * 37) % 60;
            double dose = (i * 17 % 100) / 10.0;
            table.append("%s,%s,%s,%s,%s%n"
                    .formatted(age, dose, i % 2 == 0 ? "a" : "b", age / 10 + dose, dose > 5 ? "yes" : "no"));
        }
        return table.toString();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private void succeeds(String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isZero();
    }

    private String config(String place, String more) throws IOException {
        Path file = Files.createTempFile(directory, "job", ".conf");
        Files.writeString(
                file,
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source { kind = csv, csv { file = "%s/table.csv", targets = [score, ill], binary = [ill], categorical = [kind] } }
                }
                model.hidden = [64]
                training { epochs = 10, batch-size = 24, shards = 2 }
                checkpoint { every-steps = %d, keep = 2 }
                cluster.type = local
                %s
                """
                        .formatted(place, place, directory, EVERY, more));
        return file.toString();
    }

    private byte[] bytes(String path) throws IOException {
        try (InputStream in = fs.open(new org.apache.hadoop.fs.Path(path))) {
            return in.readAllBytes();
        }
    }

    private List<String> names(String path) throws IOException {
        return Arrays.stream(fs.listStatus(new org.apache.hadoop.fs.Path(path)))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
    }

    @Test
    void runsModelsAndPredictionsAreThoseOfTheLocalDisk() throws IOException {
        succeeds("train", "--config", config(directory + "/local", ""), "--run-id", "one");
        byte[] expected = Files.readAllBytes(directory.resolve("local/runs/one/model/parameters.bin"));
        String place = root + "/plain";
        succeeds("train", "--config", config(place, ""), "--run-id", "one");
        assertThat(bytes(place + "/runs/one/model/parameters.bin")).isEqualTo(expected);
        assertThat(names(place + "/runs/one"))
                .contains("_SUCCESS", "checkpoints", "epochs.jsonl", "model", "status.json", "steps.jsonl")
                .noneMatch(name -> name.startsWith(".") || name.startsWith("lock"));
        succeeds("evaluate", place + "/runs/one", place + "/data");
        String predictions = place + "/predictions.csv";
        succeeds("predict", place + "/runs/one", directory + "/table.csv", "--output", predictions);
        assertThat(new String(bytes(predictions), java.nio.charset.StandardCharsets.UTF_8).lines())
                .hasSize(121);
        succeeds("compare", place + "/runs/one");
        succeeds("validate", "--config", config(place, ""));
    }

    @Test
    void aKilledRunGoesOnToTheSameBits() throws IOException, InterruptedException {
        String place = root + "/killed";
        String config = config(place, "");
        succeeds("train", "--config", config, "--run-id", "whole");
        byte[] expected = bytes(place + "/runs/whole/model/parameters.bin");
        List<String> options = new ArrayList<>();
        settings.forEach((key, value) -> options.add("-Dspark.hadoop." + key + "=" + value));
        String[] arguments = {"train", "--config", config, "--run-id", "torn", "--resume", "auto"};
        try (Launched run = Launched.start(directory.resolve("torn.log"), options, Map.of(), arguments)) {
            run.await(() -> isThere(place + "/runs/torn/checkpoints/step-" + 2 * EVERY + "/manifest.json"));
            run.kill();
        }
        assertThat(isThere(place + "/runs/torn/_SUCCESS"))
                .as("it was killed in time")
                .isFalse();
        succeeds(arguments);
        assertThat(err.toString()).contains("taking over run directory ").contains("resuming at step ");
        assertThat(bytes(place + "/runs/torn/model/parameters.bin")).isEqualTo(expected);
        long lines = 0;
        for (String name : names(place + "/runs/torn")) {
            lines += name.startsWith("steps")
                    ? new String(bytes(place + "/runs/torn/" + name), java.nio.charset.StandardCharsets.UTF_8)
                            .lines()
                            .count()
                    : 0;
        }
        assertThat(lines).as("every step once").isEqualTo(STEPS);
        assertThat(names(place + "/runs/torn/checkpoints")).allMatch(name -> name.matches("step-\\d+"));
    }

    private boolean isThere(String path) {
        try {
            return fs.exists(new org.apache.hadoop.fs.Path(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRunInUseIsRefused() throws IOException {
        String place = root + "/locked";
        Configuration hadoop = SparkSessions.hadoop();
        String config = config(place, "");
        try (RunDirectory held = RunDirectory.create(new org.apache.hadoop.fs.Path(place, "runs"), "mine", hadoop)) {
            assertThat(held.path().toString()).startsWith(root);
            assertThat(run("train", "--config", config, "--run-id", "mine", "--resume", "auto"))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("/locked/runs/mine is in use by process ");
        }
        succeeds("train", "--config", config, "--run-id", "mine", "--resume", "auto");
    }

    @Test
    void datasetsAreReplacedAndGrowAsAWhole() throws IOException {
        String data = root + "/sets/data";
        String[] prepare = {
            "prepare",
            "csv",
            "--source",
            directory + "/table.csv",
            "--targets",
            "score,ill",
            "--binary",
            "ill",
            "--categorical",
            "kind",
            "--output",
            data
        };
        succeeds(prepare);
        assertThat(run(prepare)).isEqualTo(3);
        assertThat(err.toString()).contains("already holds a dataset");
        String[] again = Arrays.copyOf(prepare, prepare.length + 1);
        again[prepare.length] = "--overwrite";
        succeeds(again);
        succeeds("prepare", "append", data, directory + "/more.csv");
        assertThat(err.toString()).contains("added 60 rows of ").contains(" (48 for training)");
        Dataset dataset = Dataset.read(new org.apache.hadoop.fs.Path(data), SparkSessions.hadoop());
        assertThat(dataset.rows().total()).isEqualTo(180);
        List<String> named = new ArrayList<>(
                dataset.files().stream().map(io.plateau.data.DataFile::name).toList());
        assertThat(files(new org.apache.hadoop.fs.Path(data), ""))
                .as("nothing but what dataset.json names")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(named.stream(), Stream.of(Dataset.FILE_NAME))
                        .toList());
        assertThat(names(root + "/sets")).containsExactly("data");
        succeeds("train", "--config", config(root + "/sets", "dataset.existing = any"), "--run-id", "grown");
    }

    private List<String> files(org.apache.hadoop.fs.Path folder, String prefix) throws IOException {
        List<String> files = new ArrayList<>();
        for (FileStatus entry : fs.listStatus(folder)) {
            String name = prefix + entry.getPath().getName();
            if (entry.isDirectory()) {
                files.addAll(files(entry.getPath(), name + "/"));
            } else {
                files.add(name);
            }
        }
        return files;
    }

    @Test
    void sweepsAndChampions() throws IOException {
        String place = root + "/many";
        Path sweep =
                Files.writeString(directory.resolve("two.conf"), "sweep.axes = [{ key = run.seed, values = [1, 2] }]");
        String config = config(
                place, "publish { champion = \"" + place + "/champion\", margin = -1000 }\n" + "training.epochs = 1");
        succeeds("sweep", "--config", config, "--sweep", sweep.toString());
        assertThat(err.toString()).doesNotContain("failed");
        succeeds("train", "--config", config, "--run-id", "first");
        succeeds("train", "--config", config, "--run-id", "second", "--set", "run.seed=2");
        assertThat(names(place + "/champion"))
                .containsExactly("generation-00000001.json", "generation-00000002.json", "models");
        succeeds("evaluate", place + "/champion", place + "/data");
        succeeds("train", "--config", config, "--run-id", "third", "--warm-start", place + "/champion");
        succeeds(
                "train",
                "--config",
                config,
                "--run-id",
                "third",
                "--resume",
                "auto",
                "--warm-start",
                place + "/champion");
        assertThat(err.toString())
                .contains("has finished already: nothing to do (succeeded: published as generation 3");
    }
}
