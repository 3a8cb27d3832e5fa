package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of writing: with an atomic rename, and in place with the manifest last. */
class CheckpointStoreTest {

    @TempDir
    Path directory;

    private final List<String> corrupt = new ArrayList<>();
    private Configuration hadoop;

    @BeforeEach
    void configure() {
        hadoop = new Configuration(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesBackWhatWasSaved(boolean rename) throws IOException {
        CheckpointStore store = store(rename, 2);
        assertThat(store.latestIntact(corrupt::add)).isEmpty();
        store.save(7, files("seven"));
        Checkpoint found = store.latestIntact(corrupt::add).orElseThrow();
        assertThat(found.step()).isEqualTo(7);
        assertThat(text(found)).isEqualTo("seven");
        assertThat(found.files()).containsOnlyKeys("state.bin", "state.json");
        assertThatThrownBy(() -> found.file("other")).hasMessageContaining("not other");
        assertThat(corrupt).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheNewestAndTheBest(boolean rename) throws IOException {
        CheckpointStore store = store(rename, 2);
        store.save(10, files("a"));
        store.protect(10);
        for (long step = 20; step <= 100; step += 20) {
            store.save(step, files("b"));
        }
        assertThat(store.steps()).containsExactly(10L, 80L, 100L);
        store.protect(80);
        store.save(120, files("c"));
        store.save(140, files("c"));
        assertThat(store.steps()).containsExactly(80L, 120L, 140L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void savingAnEarlierStepMakesLaterOnesObsolete(boolean rename) throws IOException {
        CheckpointStore store = store(rename, 1);
        store.save(200, files("damaged later"));
        store.save(150, files("resumed"));
        assertThat(store.steps()).containsExactly(150L);
        store.save(150, files("again"));
        assertThat(text(store.load(150))).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void truncatedFileFallsBack(boolean rename) throws IOException {
        CheckpointStore store = twoSaved(rename);
        Files.write(directory.resolve("step-200/state.bin"), new byte[] {'n', 'e'});
        assertThat(text(store.latestIntact(corrupt::add).orElseThrow())).isEqualTo("older");
        assertThat(corrupt)
                .containsExactly(
                        "passing over a corrupt checkpoint: " + directory + "/step-200: state.bin has 2 of 5 bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void flippedBitFallsBack(boolean rename) throws IOException {
        CheckpointStore store = twoSaved(rename);
        Path file = directory.resolve("step-200/state.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 1;
        Files.write(file, bytes);
        assertThat(store.latestIntact(corrupt::add).orElseThrow().step()).isEqualTo(100);
        assertThat(corrupt)
                .containsExactly("passing over a corrupt checkpoint: " + directory
                        + "/step-200: state.bin does not match its checksum");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void missingOrDamagedManifestFallsBack(boolean rename) throws IOException {
        CheckpointStore store = twoSaved(rename);
        store.save(300, files("three"));
        Files.delete(directory.resolve("step-300/manifest.json"));
        Files.writeString(directory.resolve("step-200/manifest.json"), "{ \"files\": 3");
        assertThat(store.latestIntact(corrupt::add).orElseThrow().step()).isEqualTo(100);
        assertThat(corrupt)
                .containsExactly(
                        "passing over a corrupt checkpoint: " + directory + "/step-300: manifest.json is missing",
                        "passing over a corrupt checkpoint: " + directory + "/step-200: manifest.json is damaged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void missingFileFallsBackAndNothingIntactIsEmpty(boolean rename) throws IOException {
        CheckpointStore store = twoSaved(rename);
        Files.delete(directory.resolve("step-200/state.json"));
        Files.delete(directory.resolve("step-100/state.bin"));
        assertThat(store.latestIntact(corrupt::add)).isEqualTo(Optional.empty());
        assertThat(corrupt).hasSize(3).last().isEqualTo("no intact checkpoint is left: starting from the first step");
        assertThatThrownBy(() -> store.load(200))
                .isInstanceOf(CorruptFiles.class)
                .hasMessage(directory + "/step-200: state.json is missing");
        assertThatThrownBy(() -> store.load(5)).isInstanceOf(CorruptFiles.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void directoriesOfAKilledWriteAreNoCheckpointsAndGo(boolean rename) throws IOException {
        CheckpointStore store = store(rename, 2);
        Files.createDirectories(directory.resolve(".tmp-step-50-x"));
        Files.writeString(directory.resolve(".tmp-step-50-x/state.bin"), "half");
        assertThat(store.latestIntact(corrupt::add)).isEmpty();
        store.save(60, files("whole"));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("step-60");
        }
    }

    private CheckpointStore twoSaved(boolean rename) throws IOException {
        CheckpointStore store = store(rename, 3);
        store.save(100, files("older"));
        store.save(200, files("newer"));
        return store;
    }

    private CheckpointStore store(boolean rename, int keep) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
        Storage local = Storage.of(path, hadoop);
        return new CheckpointStore(new Storage(local.fileSystem(), rename), path, keep);
    }

    private static Map<String, byte[]> files(String content) {
        return Map.of("state.bin", content.getBytes(StandardCharsets.UTF_8), "state.json", new byte[] {'{', '}'});
    }

    private static String text(Checkpoint checkpoint) {
        return new String(checkpoint.file("state.bin"), StandardCharsets.UTF_8);
    }
}
