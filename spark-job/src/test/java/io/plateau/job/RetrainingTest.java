package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warm starts, newer rows, and the champion's gate. */
class RetrainingTest {
    /** A step that changes no bit of a parameter. */
    private static final String[] STILL = {"--set", "optimizer.learning-rate=1e-30", "--set", "training.epochs=1"};

    @TempDir
    static Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void trainTheFirst() throws IOException {
        Files.writeString(directory.resolve("table.csv"), table(0, 200, "a,b"));
        Files.writeString(directory.resolve("more.csv"), table(200, 100, "a,b,c"));
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%1$s/runs"
                dataset {
                  path = "%1$s/data", existing = any
                  source { kind = csv, csv { file = "%1$s/table.csv", targets = [score, ill], binary = [ill], categorical = [kind] } }
                }
                model.hidden = [16]
                training { epochs = 4, batch-size = 40, shards = 2 }
                cluster.type = local
                """
                        .formatted(directory));
        RetrainingTest first = new RetrainingTest();
        assertThat(first.train("base")).as(first.err.toString()).isZero();
        assertThat(first.run(
                        "prepare", "append", directory + "/data", directory + "/more.csv", "--dated", "2030-05-01"))
                .as(first.err.toString())
                .isZero();
        assertThat(first.err.toString()).contains("added 100 rows of 2030-05-01T00:00:00Z (80 for training)");
    }

    private static String table(int from, int rows, String kinds) {
        String[] known = kinds.split(",");
        StringBuilder table = new StringBuilder("age,dose,kind,score,ill\n");
        for (int i = from; i < from + rows; i++) {
            double age = 20 + (i * 37) % 60 + i / 50.0;
            double dose = (i * 17 % 100) / 10.0;
            table.append("%s,%s,%s,%s,%s%n"
                    .formatted(age, dose, known[i % known.length], age / 10 + dose, dose > 5 ? "yes" : "no"));
        }
        return table.toString();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private int train(String id, String... more) {
        return run(arguments(id, more));
    }

    private static String[] arguments(String id, String... more) {
        return Stream.concat(
                        Stream.of(
                                "train",
                                "--config",
                                directory.resolve("job.conf").toString(),
                                "--run-id",
                                id),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static Path file(String path) {
        return directory.resolve("runs").resolve(path);
    }

    @Test
    void aWarmStartBeginsWithTheBitsAndTheScalingOfTheModel() throws IOException {
        Path newer = Files.writeString(directory.resolve("newer.csv"), table(150, 100, "a,b"));
        String[] other = {"--set", "dataset.path=" + directory + "/other", "--set", "dataset.source.csv.file=" + newer};
        assertThat(train(
                        "warm",
                        with(with(STILL, other), "--warm-start", file("base").toString())))
                .as(err.toString())
                .isZero();
        assertThat(file("warm/model/parameters.bin")).hasSameBinaryContentAs(file("base/model/parameters.bin"));
        assertThat(file("warm/start/parameters.bin")).hasSameBinaryContentAs(file("base/model/parameters.bin"));
        assertThat(features(file("warm/model/dataset.json")))
                .isEqualTo(features(file("base/model/dataset.json")))
                .isNotEqualTo(features(directory.resolve("other/dataset.json")));
    }

    private static JsonNode features(Path dataset) throws IOException {
        return new ObjectMapper().readTree(dataset.toFile()).required("features");
    }

    @Test
    void whatDoesNotFitTheModelIsNamed() {
        String model = file("base").toString();
        assertThat(train("wide", "--warm-start", model, "--set", "model.hidden=[8]"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("cannot start from model " + model)
                .contains("16 there, ")
                .contains("8 here. Train with the settings of that model, or without --warm-start");
        assertThat(train("tanh", "--warm-start", model, "--set", "model.activation=tanh"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("model.activation: RELU there, TANH here");
        assertThat(train("one", "--warm-start", model, "--single-task", "ill")).isEqualTo(2);
        assertThat(err.toString()).contains("tasks: [score, ill] there, [ill] here");
        assertThat(train("none", "--warm-start", directory + "/nowhere")).isEqualTo(3);
        assertThat(err.toString()).contains("there is no model at ");
        for (String id : List.of("wide", "tanh", "one", "none")) {
            assertThat(file(id)).doesNotExist();
        }
    }

    @Test
    void anotherCategoryIsAnotherLayoutAndIsNamed() throws IOException {
        Path all = Files.writeString(directory.resolve("all.csv"), table(0, 200, "a,b,c"));
        assertThat(train(
                        "category",
                        "--warm-start",
                        file("base").toString(),
                        "--set",
                        "dataset.path=" + directory + "/all",
                        "--set",
                        "dataset.source.csv.file=" + all))
                .isEqualTo(3);
        assertThat(err.toString()).contains("has a feature 'kind=c', which the model does not know");
    }

    @Test
    void newerPartsAreTrainedOnAlone() throws IOException {
        assertThat(train("newer", with(STILL, "--since", "2030-04-30T23:59:59Z")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(file("newer/steps.jsonl"))).hasSize(2);
        assertThat(train("all", STILL)).isZero();
        assertThat(Files.readAllLines(file("all/steps.jsonl"))).hasSize(6);
        assertThat(train("future", with(STILL, "--since", "2030-05-01"))).isEqualTo(3);
        assertThat(err.toString())
                .contains("has no training rows since 2030-05-01T00:00:00Z: its newest part was added"
                        + " 2030-05-01T00:00:00Z");
        assertThat(train("word", "--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("dataset.since").contains("is 'yesterday'");
    }

    @Test
    void onlyABetterModelIsPublishedAndOnlyOnce() throws IOException {
        Path champion = directory.resolve("champion");
        String[] gate = {"--set", "publish.champion=" + champion, "--set", "publish.margin=0.5"};
        String base = file("base").toString();
        assertThat(train("gen-1", with(with(gate, STILL), "--warm-start", base)))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("published as generation 1 of " + champion + ": the first champion");

        assertThat(train("same", with(with(gate, STILL), "--warm-start", base)))
                .as(err.toString())
                .isZero();
        assertThat(file("same/status.json"))
                .content()
                .contains("\"rejected\"", "Delta_m +0.000 % against generation 1 (gen-1) on the validation rows");
        assertThat(file("same/_SUCCESS")).exists();
        assertThat(names(champion)).containsExactly("generation-00000001.json", "models");

        String[] better = with(
                gate,
                "--warm-start",
                champion.toString(),
                "--set",
                "training.epochs=25",
                "--set",
                "optimizer.learning-rate=0.02",
                "--resume",
                "auto");
        assertThat(train("better", better)).as(err.toString()).isZero();
        assertThat(file("better/status.json")).content().contains("\"succeeded\"", "published as generation 2");
        assertThat(names(champion.resolve("models"))).hasSize(2);

        assertThat(train("better", better)).as(err.toString()).isZero();
        assertThat(err.toString())
                .contains("has finished already: nothing to do (succeeded: published as generation 2");
        // As if it had been killed between its publication and its last word.
        Files.delete(file("better/_SUCCESS"));
        assertThat(train("better", better)).as(err.toString()).isZero();
        assertThat(names(champion)).containsExactly("generation-00000001.json", "generation-00000002.json", "models");

        assertThat(run("evaluate", champion.toString(), directory + "/data", "--split", "validation"))
                .as(err.toString())
                .isZero();
        String ofChampion = out.toString();
        assertThat(run("evaluate", file("better").toString(), directory + "/data", "--split", "validation"))
                .isZero();
        assertThat(ofChampion).isEqualTo(out.toString());
        assertThat(run("predict", champion.toString(), directory + "/table.csv", "--output", directory + "/p.csv"))
                .as(err.toString())
                .isZero();
        assertThat(train("other-tasks", with(gate, "--single-task", "ill"))).isEqualTo(2);
        assertThat(err.toString()).contains("has the tasks score, ill, this run trains ill");
    }

    /** Two processes train the same model at once: one publishes it, the other is not better than that. */
    @Test
    void ofTwoRunsThatOverlapTheSecondDecidesAgainstTheFirst() throws IOException, InterruptedException {
        Path champion = directory.resolve("contested");
        List<Launched> both = new ArrayList<>();
        try {
            for (String id : List.of("left", "right")) {
                both.add(Launched.start(
                        directory.resolve(id + ".log"), arguments(id, "--set", "publish.champion=" + champion)));
            }
            for (Launched one : both) {
                assertThat(one.exitCode()).as(one.said()).isZero();
            }
        } finally {
            both.forEach(Launched::close);
        }
        assertThat(names(champion)).containsExactly("generation-00000001.json", "models");
        assertThat(names(champion.resolve("models"))).hasSize(1);
        String left = Files.readString(file("left/status.json"));
        String right = Files.readString(file("right/status.json"));
        assertThat(left.contains("\"succeeded\"") ^ right.contains("\"succeeded\""))
                .isTrue();
        assertThat(left + right).contains("\"rejected\"", "Delta_m +0.000 % against generation 1");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
