package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a run is given show nowhere in what it writes and says, however it ends. */
class SecretsTest {
    private static final String VARIABLE = "0f1e2d3c/variable+key";
    private static final String TOKEN = "registry-token-7d61";
    private static final String STORAGE = "storage-property-c4a9";
    private static final String SPARK = "spark-application-51be";
    private static final String LOGIN = "login-of-an-address-e02f";
    private static final List<String> ALL = List.of(VARIABLE, TOKEN, STORAGE, SPARK, LOGIN);
    private static final String KEY = "spark.hadoop.fs.s3a.secret.key";

    @TempDir
    Path directory;

    private final StringWriter said = new StringWriter();
    private Path config;

    @BeforeEach
    void configure() throws IOException {
        System.setProperty(KEY, STORAGE);
        config = Files.writeString(
                directory.resolve("job.conf"),
                """
                run { output = "%s/runs", name = secret }
                dataset {
                  path = "%s/data", existing = any
                  source { kind = csv, csv { file = "ftp://reader:%s@127.0.0.1:9/table.csv", targets = [y] } }
                }
                model.hidden = [8]
                training { epochs = 2, batch-size = 32, shards = 2 }
                observe { log-every-steps = 1, heartbeat-seconds = 1 }
                """
                        .formatted(directory, directory, LOGIN));
    }

    @AfterEach
    void forget() {
        System.clearProperty(KEY);
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said);
        return Main.run(writer, writer, arguments);
    }

    @Test
    void aTrainingWritesAndSaysNone() throws IOException, InterruptedException {
        Path table = directory.resolve("table.csv");
        Files.writeString(
                table,
                Stream.iterate(0, i -> i + 1)
                        .limit(120)
                        .map(i -> i % 7 + "," + i % 3 + "\n")
                        .reduce("x,y\n", String::concat));
        String data = directory.resolve("data").toString();
        assertThat(run("prepare", "csv", "--source", table.toString(), "--targets", "y", "--output", data))
                .as(said.toString())
                .isZero();

        Path events = Files.createDirectories(directory.resolve("out/events"));
        Path log = directory.resolve("out/log");
        String address = "dataset.source.csv.file=ftp://reader:" + LOGIN + "@127.0.0.1:9/table.csv";
        Map<String, String> environment =
                Map.of("AWS_SECRET_ACCESS_KEY", VARIABLE, "MODEL_REGISTRY_TOKEN", TOKEN, "PLATEAU_LOG_LEVEL", "info");
        List<String> options = List.of(
                "-Dspark.master=local[2]",
                "-D" + KEY + "=" + STORAGE,
                "-Dspark.authenticate=true",
                "-Dspark.authenticate.secret=" + SPARK,
                "-Dspark.eventLog.enabled=true",
                "-Dspark.eventLog.compress=false",
                "-Dspark.eventLog.dir=" + events.toUri());
        try (Launched run = Launched.start(
                log, options, environment, "train", "--config", config.toString(), "--set", address, "--run-id", "a")) {
            assertThat(run.exitCode()).as(run.said()).isZero();
        }
        String report = directory.resolve("runs/a").toString();
        assertThat(run("report", report)).as(said.toString()).isZero();

        assertThat(directory.resolve("runs/a/provenance.json")).content().contains("ftp://***@127.0.0.1:9/table.csv");
        assertThat(directory.resolve("runs/a/config.resolved.conf"))
                .content()
                .contains("ftp://***@127.0.0.1:9/table.csv");
        assertThat(directory.resolve("runs/a/report/report.html")).isNotEmptyFile();
        assertThat(events).as("Spark's own record of the run").isNotEmptyDirectory();
        assertThat(Files.size(log)).as("logs of Spark at info").isGreaterThan(10_000);
        assertNoSecrets(directory.resolve("runs"));
        assertNoSecrets(directory.resolve("out"));
        assertNoSecrets("what was said", said.toString());
    }

    @Test
    void theRunGoesOnWithAConfigurationWhoseStoredFormHidesTheLogin() throws IOException {
        assertThat(run(
                        "prepare",
                        "synthetic",
                        "--rows",
                        "200",
                        "--inputs",
                        "4",
                        "--outputs",
                        "1",
                        "--tasks",
                        "2",
                        "--output",
                        directory.resolve("data").toString()))
                .as(said.toString())
                .isZero();
        String[] train = {"train", "--config", config.toString(), "--run-id", "b", "--resume", "auto"};
        assertThat(run(Stream.concat(Stream.of(train), Stream.of("--set", "training.max-steps=2"))
                        .toArray(String[]::new)))
                .as(said.toString())
                .isZero();
        assertThat(run(train)).as(said.toString()).isZero();
        assertThat(said.toString()).contains("resuming at step 2");
        assertNoSecrets(directory.resolve("runs"));
        assertNoSecrets("what was said", said.toString());
    }

    @Test
    void failuresSayNone() {
        assertThat(run("train", "--config", config.toString(), "--run-id", "c", "--verbose"))
                .isNotZero();
        assertThat(said.toString()).contains("plateau: ").contains("127.0.0.1");
        assertThat(run(
                        "train",
                        "--config",
                        config.toString(),
                        "--verbose",
                        "--set",
                        "run.output=ftp://key:" + LOGIN + "@127.0.0.1:9/runs",
                        "--set",
                        "dataset.source.kind=synthetic"))
                .isNotZero();
        assertNoSecrets("what was said", said.toString());
    }

    private static void assertNoSecrets(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertNoSecrets(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void assertNoSecrets(String where, String text) {
        for (String secret : ALL) {
            assertThat(text.contains(secret)).as(where + " holds " + secret).isFalse();
        }
    }
}
