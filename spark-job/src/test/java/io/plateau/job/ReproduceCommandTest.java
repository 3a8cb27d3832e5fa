package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.checkpoint.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
    private static final Configuration HADOOP = new Configuration(false);

    @TempDir
    Path directory;

    private SmallSweeps job;

    @BeforeEach
    void train() throws IOException {
        job = new SmallSweeps(directory);
        assertThat(job.run("train", "--config", job.config().toString(), "--run-id", "one"))
                .as(job.err())
                .isZero();
    }

    @Test
    void theCardTellsDataConfigurationScoresCostAndSoftware() throws IOException {
        JsonNode card = job.json("runs/one/model/card.json");
        JsonNode dataset = job.json("data/dataset.json");
        assertThat(card.path("run").asText()).isEqualTo("one");
        assertThat(card.at("/data/fingerprint")).isEqualTo(dataset.path("fingerprint"));
        assertThat(card.at("/data/files")).isEqualTo(dataset.path("files"));
        assertThat(card.at("/data/rows/train")).isEqualTo(dataset.at("/rows/train"));
        assertThat(card.at("/training/test/y0/mae").asDouble()).isPositive();
        assertThat(card.at("/cost/steps").asInt())
                .isEqualTo(Files.readAllLines(directory.resolve("runs/one/steps.jsonl"))
                        .size());
        assertThat(card.at("/cost/step-seconds").asDouble()).isPositive();
        // Flat Nash: K gradients and K second ones in each of ten steps.
        assertThat(card.at("/cost/backward-passes").asDouble()).isEqualTo(10 * 2 * 2);
        assertThat(card.at("/software/java").asText()).contains(System.getProperty("java.runtime.version"));
        assertThat(card.path("configuration").asText()).contains("hidden=[", "noise-seed=5");
        assertThat(directory.resolve("runs/one/model/card.md"))
                .content()
                .contains("# one", "the tasks y0, y1", "## Metrics", "| y0 | mae | ", "fingerprint", "| java | ")
                .doesNotContain("null", "NaN");
    }

    @Test
    void theSameBitsAgainAlsoOfAVariantAndInOtherPlaces() throws IOException {
        Path moved = Files.move(directory.resolve("data"), directory.resolve("moved"));
        String variant = directory.resolve("runs/one/variants/not-here").toString();
        for (String model : new String[] {directory.resolve("runs/one").toString(), variant}) {
            assertThat(job.run(
                            "reproduce",
                            model,
                            "--dataset",
                            moved.toString(),
                            "--output",
                            directory.resolve("again").toString()))
                    .as(job.err())
                    .isZero();
            assertThat(job.out()).contains("have the same bits", "bits agree").doesNotContain("differ");
        }
    }

    @Test
    void otherBitsAreTold() throws IOException {
        Path model = directory.resolve("runs/one/model");
        SavedModel saved = SavedModel.read(path(model), HADOOP);
        float[] parameters = saved.parameters().clone();
        parameters[3] += 0.5f;
        Map<String, Object> card = new LinkedHashMap<>(saved.card());
        card.put("software", Map.of("plateau", "0.0.1"));
        new SavedModel(saved.description(), parameters, saved.dataset())
                .withCard(card, "")
                .write(path(directory.resolve("changed")), HADOOP);
        assertThat(job.run("reproduce", directory.resolve("changed").toString()))
                .isEqualTo(6);
        assertThat(job.out())
                .contains("parameters  1 of " + parameters.length + " differ, by up to 0.5000", "of the model");
        assertThat(job.err()).contains("the bits do not agree. What is not as it was: ", "plateau: 0.0.1 there, ");
    }

    @Test
    void otherDataAreRefused() throws IOException {
        assertThat(job.run(
                        "prepare",
                        "synthetic",
                        "--rows",
                        "150",
                        "--tasks",
                        "2",
                        "--inputs",
                        "8",
                        "--outputs",
                        "1",
                        "--output",
                        directory.resolve("other").toString()))
                .as(job.err())
                .isZero();
        assertThat(job.run(
                        "reproduce",
                        directory.resolve("runs/one").toString(),
                        "--dataset",
                        directory.resolve("other").toString()))
                .isEqualTo(3);
        assertThat(job.err()).contains("other");
        assertThat(directory.resolve("runs")).isDirectoryNotContaining("glob:**reproduce*");
    }

    @Test
    void aModelWithoutACard() throws IOException {
        SavedModel saved = SavedModel.read(path(directory.resolve("runs/one/model")), HADOOP);
        new SavedModel(saved.description(), saved.parameters(), saved.dataset())
                .write(path(directory.resolve("bare")), HADOOP);
        assertThat(job.run("reproduce", directory.resolve("bare").toString())).isEqualTo(3);
        assertThat(job.err()).contains("bare has no card: an earlier version of Plateau wrote it");
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }
}
