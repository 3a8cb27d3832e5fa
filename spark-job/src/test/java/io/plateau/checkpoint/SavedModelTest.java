package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.model.FloatBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

    @TempDir
    Path directory;

    private final Configuration hadoop = new Configuration(false);

    @Test
    void readsBackBitForBitAlsoByTheRunsDirectory() throws IOException {
        float[] parameters = {1.5f, -0f, Float.NaN, Float.intBitsToFloat(0x7f800001), Float.MIN_VALUE};
        model(parameters, "{\"tasks\": 2}").write(path("run/model"), hadoop);
        model(parameters, "{\"tasks\": 3}").write(path("run/model"), hadoop);
        for (String place : new String[] {"run", "run/model"}) {
            SavedModel read = SavedModel.read(path(place), hadoop);
            assertThat(read.description()).isEqualTo(Map.of("type", "mlp"));
            assertThat(FloatBytes.encode(read.parameters())).isEqualTo(FloatBytes.encode(parameters));
            assertThat(read.dataset()).isEqualTo("{\"tasks\": 3}");
        }
        assertThat(Files.readAllBytes(directory.resolve("run/model/parameters.bin")))
                .hasSize(20)
                .startsWith(0, 0, 0xc0, 0x3f);
    }

    @Test
    void damageIsNamed() throws IOException {
        model(new float[3], "{}").write(path("model"), hadoop);
        Files.write(directory.resolve("model/parameters.bin"), new byte[11]);
        assertThatThrownBy(() -> SavedModel.read(path("model"), hadoop))
                .isInstanceOf(CorruptFiles.class)
                .hasMessage(
                        "no whole model: " + directory
                                + "/model: parameters.bin has 11 of 12 bytes. Copy it anew, or finish its run with --resume auto");
        assertThatThrownBy(() -> SavedModel.read(path("absent"), hadoop))
                .hasMessageStartingWith("there is no model at " + directory + "/absent: ");
    }

    @Test
    void bytesThatAreNoFloats() {
        assertThatThrownBy(() -> FloatBytes.decode(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 bytes are no whole number of floats");
    }

    private static SavedModel model(float[] parameters, String dataset) {
        return new SavedModel(Map.of("type", "mlp"), parameters, dataset);
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
    }
}
