package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training on an executor in a process of its own, looked at from outside while it goes on. */
class ObservedRunTest {
    private static final String PREFIX = "metrics_plateau_driver_plugin_io_plateau_observe_ObservePlugin_";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{type=\"\\w+\"} (\\S+)");
    /** Of a query: a name, or a pattern of names. */
    private static final Pattern METRIC = Pattern.compile("metrics_(?:\\w|\\.\\+|\\(\\.\\+\\))+");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path directory;

    private static JsonNode status;
    private static Map<String, Double> page;
    private static String executorsPage;
    private static String said;

    @BeforeAll
    static void trainAndLook() throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 400, inputs = 8, outputs = 1, tasks = 3 } }
                }
                model.hidden = [16]
                evaluation.baseline { y0 = 1, y1 = 1, y2 = 1 }
                training { epochs = 100000, batch-size = 64, shards = 2 }
                observe { log-every-steps = 2, heartbeat-seconds = 1 }
                """
                        .formatted(directory, directory));
        Files.createDirectories(directory.resolve("spark/jars"));
        try (Launched run = Launched.start(
                directory.resolve("log"),
                List.of(
                        "-Dspark.master=local-cluster[1,2,1024]",
                        "-Dspark.ui.enabled=true",
                        "-Dspark.ui.port=0",
                        "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path")),
                Map.of("SPARK_HOME", directory.resolve("spark").toString(), "SPARK_SCALA_VERSION", "2.12"),
                "train",
                "--config",
                directory.resolve("job.conf").toString(),
                "--run-id",
                "observed")) {
            run.await(() -> status().path("heartbeat").path("step").asLong() > 12);
            status = status();
            // What executors tell comes by a message of its own, which may be later than the step.
            run.await(ObservedRunTest::toldByExecutor);
            executorsPage = get("/metrics/executors/prometheus");
            said = run.said();
        }
    }

    private static JsonNode status() {
        Path file = directory.resolve("runs/observed/status.json");
        try {
            return Files.exists(file) ? MAPPER.readTree(file.toFile()) : MAPPER.createObjectNode();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a status is whole at any moment", unreadable);
        }
    }

    private static boolean toldByExecutor() {
        try {
            page = samples(get("/metrics/prometheus/"));
            return figure("executor_0_bytes_sent") > 0 && page.containsKey(PREFIX + "executor_0_shard_seconds_Value");
        } catch (IOException | InterruptedException unanswered) {
            throw new IllegalStateException("the driver's page does not answer", unanswered);
        }
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(status.path("heartbeat").path("pages").asText() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** Every line has to be one that Prometheus reads: a name, labels, a number. */
    private static Map<String, Double> samples(String text) {
        return text.lines()
                .map(line -> {
                    var match = SAMPLE.matcher(line);
                    assertThat(match.matches()).as(line).isTrue();
                    return match;
                })
                .collect(Collectors.toMap(match -> match.group(1), match -> Double.parseDouble(match.group(2))));
    }

    private static double figure(String name) {
        return page.getOrDefault(PREFIX + name + "_Value", Double.NEGATIVE_INFINITY);
    }

    @Test
    void theDriversPageHasTheFiguresOfTheRun() {
        assertThat(figure("step")).isGreaterThan(12);
        assertThat(figure("last_step")).isEqualTo(100_000 * 5);
        assertThat(figure("epoch")).isGreaterThan(1);
        for (String task : List.of("y0", "y1", "y2")) {
            assertThat(figure("loss_" + task)).isPositive();
            assertThat(figure("perturbed_loss_" + task)).isPositive();
            assertThat(figure("alpha_" + task)).isPositive();
            assertThat(figure("flat_alpha_" + task)).isPositive();
        }
        assertThat(figure("residual")).isBetween(0.0, 1e-3);
        assertThat(figure("seconds_solve")).isPositive();
        assertThat(figure("seconds_loss_gradients")).isPositive();
        assertThat(figure("step_seconds")).isPositive();
        assertThat(figure("bytes_sent")).isPositive();
        assertThat(figure("bytes_received")).isPositive();
        assertThat(figure("backward_passes")).isPositive();
        assertThat(figure("non_finite")).isZero();
        assertThat(figure("unsettled")).isZero();
        assertThat(figure("learning_rate")).isEqualTo(0.001);
        assertThat(figure("validation_score")).isFinite();
        assertThat(figure("idle_seconds")).isBetween(0.0, 60.0);
        assertThat(figure("executors")).isEqualTo(1);
    }

    @Test
    void theDriversPageHasWhatTheExecutorTold() {
        assertThat(figure("executor_0_computations")).isPositive();
        assertThat(figure("executor_0_seconds")).isPositive();
        assertThat(figure("executor_0_shard_seconds")).isPositive();
        assertThat(figure("executor_0_forward_passes")).isPositive();
        assertThat(figure("executor_0_backward_passes")).isPositive();
        assertThat(figure("executor_0_bytes_sent")).isPositive();
        assertThat(figure("executor_0_non_finite")).isZero();
    }

    @Test
    void sparksOwnFiguresOfExecutorsAreBesideIt() {
        assertThat(executorsPage).contains("metrics_executor_totalTasks_total{", "executor_id=\"0\"");
    }

    @Test
    void theStatusIsASignOfLife() {
        assertThat(status.path("state").asText()).isEqualTo("running");
        assertThat(Instant.parse(status.path("updated").asText()))
                .isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(status.path("heartbeat").path("doing").asText()).matches("(step|evaluation|saving|logging) .*");
    }

    @Test
    void everySecondStepIsALineForThoseWhoCollectLogs() {
        List<JsonNode> lines = said.lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(ObservedRunTest::parse)
                .toList();
        List<JsonNode> steps = lines.stream()
                .filter(line -> line.path("event").asText().equals("step"))
                .toList();
        assertThat(steps).extracting(line -> line.path("step").asInt()).startsWith(2, 4, 6, 8, 10, 12);
        JsonNode first = steps.get(0);
        assertThat(first.path("run").asText()).isEqualTo("observed");
        assertThat(first.path("losses").fieldNames()).toIterable().containsExactly("y0", "y1", "y2");
        assertThat(first.path("weights").path("y2").asDouble()).isPositive();
        assertThat(first.path("seconds").path("solve").asDouble()).isPositive();
        assertThat(Instant.parse(first.path("time").asText())).isBefore(Instant.now());
        assertThat(lines).anyMatch(line -> line.path("event").asText().equals("epoch") && line.has("score"));
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException torn) {
            throw new UncheckedIOException(line, torn);
        }
    }

    @Test
    void everyFigureOfTheDashboardIsOneOfThePage() throws IOException {
        JsonNode dashboard = MAPPER.readTree(Path.of(System.getProperty("plateau.root"), "submit/grafana/plateau.json")
                .toFile());
        Set<String> asked = StreamSupport.stream(dashboard.findValues("expr").spliterator(), false)
                .map(JsonNode::asText)
                .flatMap(query -> METRIC.matcher(query).results())
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(page.keySet()).as(name).anyMatch(known -> known.matches(name)));
    }

    @Test
    void lookingOnChangesNoBit() throws IOException {
        byte[] quiet = parameters("quiet", "observe.log-every-steps=0", "observe.heartbeat-seconds=0");
        assertThat(parameters("talkative", "observe.log-every-steps=1", "observe.heartbeat-seconds=1"))
                .isEqualTo(quiet);
    }

    private static byte[] parameters(String id, String lines, String heartbeat) throws IOException {
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "train",
                "--config",
                directory.resolve("job.conf").toString(),
                "--run-id",
                id,
                "--set",
                "training.max-steps=7",
                "--set",
                lines,
                "--set",
                heartbeat);
        assertThat(code).as(err.toString()).isZero();
        return Files.readAllBytes(directory.resolve("runs/" + id + "/model/parameters.bin"));
    }
}
