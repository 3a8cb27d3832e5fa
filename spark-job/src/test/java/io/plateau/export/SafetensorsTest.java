package io.plateau.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.conf.ModelConfig;
import io.plateau.data.MissingFeatures;
import io.plateau.train.TrainedModel;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read here byte by byte, from the description of the format alone. */
class SafetensorsTest {

    @TempDir
    Path directory;

    private final TrainedModel model = ExportedModels.mlp(ModelConfig.Activation.GELU, MissingFeatures.MEAN, true);

    @Test
    void holdsEveryParameterUnderItsName() throws IOException {
        byte[] file = new Safetensors().encode(model);
        int header = Math.toIntExact(little(file, 0, 8));
        assertThat((8 + header) % 8).isZero();
        JsonNode json = new ObjectMapper().readTree(new String(file, 8, header, StandardCharsets.UTF_8));
        List<String> names = new ArrayList<>();
        int end = 0;
        for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().equals("__metadata__")) {
                continue;
            }
            names.add(field.getKey());
            JsonNode tensor = field.getValue();
            assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
            int size = 4;
            for (JsonNode dimension : tensor.get("shape")) {
                size *= dimension.asInt();
            }
            assertThat(tensor.get("data_offsets").get(0).asInt()).isEqualTo(end);
            end += size;
            assertThat(tensor.get("data_offsets").get(1).asInt()).isEqualTo(end);
        }
        assertThat(names)
                .containsExactly(
                        "dense1.weight",
                        "dense1.bias",
                        "dense2.weight",
                        "dense2.bias",
                        "head.price.weight",
                        "head.price.bias",
                        "head.size.weight",
                        "head.size.bias",
                        "head.ill.weight",
                        "head.ill.bias",
                        "head.grade.weight",
                        "head.grade.bias");
        assertThat(file).hasSize(8 + header + end);
        float[] values = new float[end / 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat((int) little(file, 8 + header + 4 * i, 4));
        }
        assertThat(values).isEqualTo(model.parameters());
        assertThat(json.get("head.size.weight").get("shape")).hasToString("[6,2]");
    }

    private static long little(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    @Test
    void saysHowItIsToBeRead() throws IOException {
        byte[] file = new Safetensors().encode(model);
        JsonNode metadata = new ObjectMapper()
                .readTree(new String(file, 8, (int) little(file, 0, 8), StandardCharsets.UTF_8))
                .get("__metadata__");
        metadata.forEach(value -> assertThat(value.isTextual()).isTrue());
        assertThat(metadata.get("format").asText()).isEqualTo("plateau");
        assertThat(metadata.get("format-version").asText()).isEqualTo("1");
        assertThat(metadata.get("scaled-targets").asText()).isEqualTo("true");
        assertThat(metadata.get("missing-features").asText()).isEqualTo("mean");
        JsonNode tasks = new ObjectMapper().readTree(metadata.get("tasks").asText());
        assertThat(tasks.get(0))
                .hasToString("{\"name\":\"price\",\"type\":\"regression\",\"columns\":[\"price\"],\"unit\":\"EUR\","
                        + "\"mean\":[50.0],\"std\":[7.0]}");
        assertThat(tasks.get(2).get("labels")).hasToString("[\"no\",\"yes\"]");
        JsonNode features = new ObjectMapper().readTree(metadata.get("features").asText());
        assertThat(features.get(3)).hasToString("{\"name\":\"colour=red\",\"column\":\"colour\",\"category\":\"red\"}");
    }

    /** The reader that the documentation shows, in a language that shares nothing with the writer. */
    @Test
    void theReaderOfTheDocumentationReadsIt() throws IOException, InterruptedException {
        Assumptions.assumeTrue(has("python3"), "python3 is not here: its reader is not tried");
        Path file = Files.write(directory.resolve("model.safetensors"), new Safetensors().encode(model));
        Path page = Path.of(System.getProperty("plateau.root"), "spark-job/docs/export.md");
        String script = Files.readString(page).replaceFirst("(?s).*```python\n(.*?)```.*", "$1");
        Process process = new ProcessBuilder("python3", "-c", script, file.toString())
                .redirectErrorStream(true)
                .start();
        try (DataInputStream output = new DataInputStream(process.getInputStream())) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(said.lines().findFirst().orElseThrow())
                    .isEqualTo("dense1.weight (6, 7) " + (double) model.parameters()[0]);
            assertThat(said.lines()).hasSize(12);
        } finally {
            process.destroy();
        }
    }

    private static boolean has(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
