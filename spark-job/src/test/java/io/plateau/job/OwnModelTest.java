package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A SameDiff file from the configuration to predictions, with the file gone as soon as the run has begun. */
class OwnModelTest {
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
        graph = directory.resolve("graph.fb");
        network().save(graph.toFile(), false);
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%1$s/runs"
                dataset {
                  path = "%1$s/data"
                  source { kind = csv, csv { file = "%1$s/table.csv", targets = [score, ill, grade], binary = [ill], classes = [grade] } }
                }
                model {
                  type = samediff
                  samediff {
                    file = "%1$s/graph.fb"
                    features = x
                    labels { score = score, ill = ill, grade = grade }
                    losses { score = score_loss, ill = ill_loss, grade = grade_loss }
                    outputs { score = score_out, ill = ill_logit, grade = grade_logits }
                  }
                }
                training { epochs = 2, batch-size = 40, shards = 2 }
                cluster.type = local
                """
                        .formatted(directory));
    }

    private static SameDiff network() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 2);
        SDVariable h = sd.math().tanh(x.mmul(weight(sd, "w", 2, 8)).add(weight(sd, "b", 1, 8)));
        SDVariable score = h.mmul("score_out", weight(sd, "score_w", 8, 1));
        sd.loss()
                .meanSquaredError(
                        "score_loss",
                        sd.placeHolder("score", DataType.FLOAT, -1, 1),
                        score,
                        null,
                        LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT);
        SDVariable ill = h.mmul("ill_logit", weight(sd, "ill_w", 8, 1));
        sd.loss()
                .sigmoidCrossEntropy(
                        "ill_loss",
                        sd.placeHolder("ill", DataType.FLOAT, -1, 1),
                        ill,
                        null,
                        LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT,
                        0);
        SDVariable grade = h.mmul("grade_logits", weight(sd, "grade_w", 8, 3));
        sd.loss()
                .sparseSoftmaxCrossEntropy(grade, sd.placeHolder("grade", DataType.INT32, -1))
                .mean("grade_loss");
        return sd;
    }

    private static SDVariable weight(SameDiff sd, String name, long... shape) {
        return sd.var(name, Nd4j.rand(DataType.FLOAT, shape).subi(0.5));
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
        assertThat(out.toString()).contains("64 (24 shared, 40 in heads)");
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

        assertThat(run("evaluate", file("whole").toString(), directory + "/data", "--split", "validation"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("mae", "accuracy");
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
                        "model.samediff.file=",
                        "--set",
                        "optimizer.learning-rate=1e-30"))
                .as(err.toString())
                .isZero();
        assertThat(file("warm/model/parameters.bin")).hasSameBinaryContentAs(file("whole/model/parameters.bin"));
    }

    @Test
    void oneTaskIsTrainedAlone() {
        assertThat(train("single", "--single-task", "ill")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("ill").doesNotContain("grade");
    }

    @Test
    void aFileThatDoesNotFitIsAConfigurationProblem() throws IOException {
        assertThat(train("missing", "--set", "model.samediff.file=" + directory + "/nowhere.fb"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("model.samediff.file = " + directory + "/nowhere.fb: there is no such file");
        assertThat(train("empty", "--set", "model.samediff.file=")).isEqualTo(2);
        assertThat(err.toString())
                .contains("model.samediff.file is empty: model.type = samediff needs the file of a graph");
        assertThat(train("loss", "--set", "model.samediff.losses.ill=ill_los")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "model.samediff: " + graph + ": losses.ill = ill_los: there is no such variable. The file has"
                                + " placeholders: grade [-1], ill [-1, 1], score [-1, 1], x [-1, 2]; trainable variables: b [1, 8],");
        Path table = directory.resolve("table.csv");
        assertThat(train("table", "--set", "model.samediff.file=" + table)).isEqualTo(2);
        assertThat(err.toString())
                .contains(table + ": is not a SameDiff file: write one with SameDiff.save(file, false)");
        for (String id : new String[] {"missing", "empty", "loss", "table"}) {
            assertThat(file(id)).doesNotExist();
        }
    }
}
