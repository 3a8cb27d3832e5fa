package io.plateau.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.cluster.LaunchProbe;
import io.plateau.conf.ClusterConfig.Reduction;
import io.plateau.conf.ScalingConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingFilesTest {
    private static final ScalingConfig SETTINGS = new ScalingConfig(
            List.of(1, 2, 4, 8),
            List.of(Reduction.DRIVER, Reduction.SLICES, Reduction.SKETCH),
            8,
            List.of(8, 256),
            2,
            2048,
            List.of(16, 1000),
            10,
            25);

    private static final ScalingStudy STUDY =
            new ScalingStudy(CalibrationTest.steps(shards -> 1), new LaunchProbe.Launch(5e-4, 2e-3, 1e-4), 2, SETTINGS);

    @TempDir
    Path directory;

    @Test
    void tablesHoldMeasurementsPredictionsAndCoefficients() throws IOException {
        ScalingFiles.write(STUDY, false, directory);
        List<String> lines = Files.readAllLines(directory.resolve("scaling.csv"));
        int columns = lines.get(0).split(",", -1).length;
        assertThat(lines).hasSize(1 + 3 * 3 * 4 + 3 * 3 * 2).allSatisfy(line -> assertThat(line.split(",", -1))
                .hasSize(columns));
        assertThat(lines.get(1)).startsWith("measured,small,11,592,driver,2,1,");
        assertThat(lines.get(lines.size() - 1)).startsWith("predicted,large,11,616960,sketch,1000,1000,,");
        JsonNode model =
                new ObjectMapper().readTree(directory.resolve("scaling.json").toFile());
        assertThat(model.at("/coefficients/launch/value").asDouble()).isEqualTo(5e-4);
        assertThat(model.at("/coefficients/launch/source").asText()).isEqualTo("probe");
        assertThat(model.at("/coefficients/driver-byte/unit").asText()).isEqualTo("s per byte");
        assertThat(model.at("/gradient-seconds/large").asDouble()).isEqualTo(0.2);
        assertThat(model.at("/error/worst").asDouble()).isLessThan(1e-6);
        assertThat(model.at("/driver-network-gbit-per-s").asDouble()).isEqualTo(25);
    }

    @Test
    void thePictureHasAllColoursAndEverySize() throws IOException {
        Assumptions.assumeTrue(ScalingFiles.canDraw(), "no font on this machine");
        ScalingFiles.write(STUDY, true, directory);
        BufferedImage image = ImageIO.read(directory.resolve("scaling.png").toFile());
        // Three sizes and the driver's bytes: two rows of two panels.
        ScalingPicture picture = new ScalingPicture(STUDY);
        assertThat(image.getHeight()).isEqualTo((int) Math.ceil(1.5 * picture.height()));
        for (var colour : ScalingPanel.COLOURS.values()) {
            assertThat(pixels(image, colour.getRGB())).isGreaterThan(500);
        }
        assertThat(Files.readString(directory.resolve("scaling.svg")))
                .contains("<svg")
                .contains("by plateau");
    }

    private static int pixels(BufferedImage image, int colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        return count;
    }
}
