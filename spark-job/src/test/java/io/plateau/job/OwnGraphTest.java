package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A graph of Deeplearning4j from the configuration to predictions, with the file gone as soon as the run has begun. */
class OwnGraphTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path graph;

    @BeforeEach
    void writeTableGraphAndConfiguration() throws IOException {
        StringBuilder table = new StringBuilder("age,dose,score,ill,grade\n");
        for (int i = 0; i < 200; i++) {
            double age = 20 + (i * 37) % 60;
            double dose = (i * 17 % 100) / 10.0;
            String score = i % 7 == 0 ? "" : Double.toString(age / 10 + dose);
            table.append("%s,%s,%s,%s,%s%n".formatted(age, dose, score, dose > 5 ? "yes" : "no", "abc".charAt(i % 3)));
        }
        Files.writeString(directory.resolve("table.csv"), table);
        graph = directory.resolve("graph.zip");
        network().save(graph.toFile());
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%1$s/runs"
                dataset {
                  path = "%1$s/data"
                  source { kind = csv, csv { file = "%1$s/table.csv", targets = [score, ill, grade], binary = [ill], classes = [grade] } }
                }
                model { type = dl4j, dl4j.file = "%1$s/graph.zip" }
                training { epochs = 2, batch-size = 40, shards = 2 }
                cluster.type = local
                """
                        .formatted(directory));
    }

    private static ComputationGraph network() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .graphBuilder()
                .addInputs("features")
                .addLayer(
                        "trunk",
                        new DenseLayer.Builder()
                                .nIn(2)
                                .nOut(8)
                                .activation(Activation.TANH)
                                .build(),
                        "features")
                .addLayer("grade", output(LossFunction.MCXENT, Activation.SOFTMAX, 3), "trunk")
                .addLayer("ill", output(LossFunction.XENT, Activation.SIGMOID, 1), "trunk")
                .addLayer("score", output(LossFunction.MSE, Activation.IDENTITY, 1), "trunk")
                .setOutputs("grade", "ill", "score")
                .build());
        graph.init();
        return graph;
    }

    private static OutputLayer output(LossFunction loss, Activation activation, int outputs) {
        return new OutputLayer.Builder(loss)
                .nIn(8)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private int train(String id, String... more) {
        String[] all = {"train", "--config", directory.resolve("job.conf").toString(), "--run-id", id};
        return run(Stream.concat(Stream.of(all), Stream.of(more)).toArray(String[]::new));
    }

    private Path file(String path) {
        return directory.resolve("runs").resolve(path);
    }

    @Test
    void nothingNeedsTheFileOnceTheRunHasBegun() throws IOException {
        assertThat(run("validate", "--config", directory.resolve("job.conf").toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("69 (24 shared, 45 in heads)");
        assertThat(train("whole")).as(err.toString()).isZero();
        assertThat(train("cut", "--set", "training.max-steps=3"))
                .as(err.toString())
                .isZero();
        String sha256 = DigestUtils.sha256Hex(Files.readAllBytes(graph));
        Files.delete(graph);

        assertThat(train("cut", "--resume", "auto")).as(err.toString()).isZero();
        assertThat(file("cut/model/parameters.bin")).hasSameBinaryContentAs(file("whole/model/parameters.bin"));
        JsonNode description =
                new ObjectMapper().readTree(file("whole/model/model.json").toFile());
        assertThat(description.at("/network/sha256").asText()).isEqualTo(sha256);
        assertEvaluatesAsTheRunDid(description.at("/facts/test"));

        Path predictions = directory.resolve("predictions.csv");
        assertThat(run(
                        "predict",
                        file("whole").toString(),
                        directory.resolve("table.csv").toString(),
                        "--output",
                        predictions.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(predictions)).hasSize(201);

        assertThat(train(
                        "warm",
                        "--warm-start",
                        file("whole").toString(),
                        "--set",
                        "model.dl4j.file=",
                        "--set",
                        "optimizer.learning-rate=1e-30"))
                .as(err.toString())
                .isZero();
        assertThat(file("warm/model/parameters.bin")).hasSameBinaryContentAs(file("whole/model/parameters.bin"));
    }

    /** The run evaluates by this program's own path, the command by that of Deeplearning4j on Spark. */
    private void assertEvaluatesAsTheRunDid(JsonNode facts) throws IOException {
        assertThat(run("evaluate", file("whole").toString(), directory + "/data", "--format", "json"))
                .as(err.toString())
                .isZero();
        JsonNode tasks = new ObjectMapper().readTree(out.toString()).at("/tasks");
        assertThat(facts).hasSize(3);
        assertThat(tasks.at("/score/mae").doubleValue())
                .isCloseTo(facts.at("/score/mae").doubleValue(), within(1e-5))
                .isPositive();
        for (String task : new String[] {"ill", "grade"}) {
            assertThat(tasks.at("/" + task + "/accuracy").doubleValue())
                    .isEqualTo(facts.at("/" + task + "/accuracy").doubleValue());
        }
    }

    @Test
    void oneTaskIsTrainedAlone() {
        assertThat(train("single", "--single-task", "ill")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("ill").doesNotContain("grade");
    }

    @Test
    void aFileThatDoesNotFitIsAConfigurationProblem() throws IOException {
        assertThat(train("missing", "--set", "model.dl4j.file=" + directory + "/nowhere.zip"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("model.dl4j.file = " + directory + "/nowhere.zip: there is no such file");
        assertThat(train("empty", "--set", "model.dl4j.file=")).isEqualTo(2);
        assertThat(err.toString()).contains("model.dl4j.file is empty: model.type = dl4j needs the file of a graph");
        Path other = directory.resolve("other.json");
        Files.writeString(other, network().getConfiguration().toJson().replace("\"ill\"", "\"sick\""));
        assertThat(train("other", "--set", "model.dl4j.file=" + other)).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "model.dl4j: " + other + ": the graph has no output named like the task ill: name the output"
                                + " layer of each task like the task. The file has the inputs features; the outputs grade, sick, score");
        Path table = directory.resolve("table.csv");
        assertThat(train("table", "--set", "model.dl4j.file=" + table)).isEqualTo(2);
        assertThat(err.toString()).contains(table + ": is not a graph of Deeplearning4j");
        for (String id : new String[] {"missing", "empty", "other", "table"}) {
            assertThat(file(id)).doesNotExist();
        }
    }
}
