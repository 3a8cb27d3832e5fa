package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every file under conf is one that its command takes. */
class ShippedFilesTest {

    @Test
    void everyConfigurationAndEverySweepIsValid() throws IOException {
        Path conf = Path.of(System.getProperty("plateau.root"), "conf");
        int sweeps = 0;
        try (Stream<Path> files = Files.walk(conf)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".conf")).toList();
            assertThat(all).hasSizeGreaterThan(1);
            for (Path file : all) {
                if (isSweep(file)) {
                    assertThat(SweepLoader.read(file, List.of()).trials()).isNotEmpty();
                    sweeps++;
                } else {
                    assertThat(ConfigLoader.load(Optional.of(file), List.of())).isNotNull();
                }
            }
        }
        assertThat(sweeps).isEqualTo(2);
    }

    private static boolean isSweep(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.startsWith("sweep {"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
