package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of writing: where files are created exclusively, and where only claims decide. */
class ChampionDirectoryTest {

    private static final int PUBLISHERS = 4;

    @TempDir
    Path directory;

    private final Configuration hadoop = new Configuration(false);

    private Storage storage(boolean rename) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
        return new Storage(Storage.of(path, hadoop).fileSystem(), rename);
    }

    private ChampionDirectory champions(boolean rename) throws IOException {
        return new ChampionDirectory(storage(rename), path("champion"));
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri().getPath());
    }

    private org.apache.hadoop.fs.Path run(String name, float parameter) throws IOException {
        Files.createDirectories(directory.resolve(name));
        new SavedModel(Map.of("name", name), new float[] {parameter}, "{}")
                .write(new org.apache.hadoop.fs.Path(path(name), "model"), hadoop);
        return path(name);
    }

    private static org.apache.hadoop.fs.Path model(org.apache.hadoop.fs.Path run) {
        return new org.apache.hadoop.fs.Path(run, "model");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLastGenerationIsTheChampionAndIsReadAsAModel(boolean rename) throws IOException {
        ChampionDirectory champions = champions(rename);
        assertThat(champions.current()).isEmpty();
        var one = run("one", 1);
        var two = run("two", 2);
        Champion first = champions
                .publish(Optional.empty(), model(one), one, "the first")
                .orElseThrow();
        Champion second =
                champions.publish(Optional.of(first), model(two), two, "better").orElseThrow();
        assertThat(second.generation()).isEqualTo(2);
        assertThat(champions.current()).contains(second);
        assertThat(champions.publishedBy(one)).contains(first);
        assertThat(champions.publishedBy(path("three"))).isEmpty();
        assertThat(SavedModel.read(path("champion"), hadoop).parameters()).containsExactly(2);
        assertThat(names("champion")).containsExactly("generation-00000001.json", "generation-00000002.json", "models");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofThoseWhoFollowTheSameChampionOneSucceeds(boolean rename) throws Exception {
        for (int round = 0; round < 5; round++) {
            Optional<Champion> before = champions(rename).current();
            List<org.apache.hadoop.fs.Path> runs = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                runs.add(run("round-" + round + "-run-" + i, i));
            }
            CyclicBarrier together = new CyclicBarrier(PUBLISHERS);
            ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
            List<Future<Optional<Champion>>> outcomes = new ArrayList<>();
            try {
                for (var run : runs) {
                    outcomes.add(threads.submit(() -> {
                        together.await();
                        return champions(rename).publish(before, model(run), run, "raced");
                    }));
                }
                int succeeded = 0;
                for (Future<Optional<Champion>> outcome : outcomes) {
                    succeeded += outcome.get().isPresent() ? 1 : 0;
                }
                assertThat(succeeded).isEqualTo(1);
            } finally {
                threads.shutdownNow();
            }
            assertThat(champions(rename).current().orElseThrow().generation()).isEqualTo(round + 1);
            assertThat(names("champion/models"))
                    .as("no copy of a loser is left")
                    .hasSize(round + 1);
        }
        assertThat(names("champion")).noneMatch(name -> name.startsWith("lock-") || name.startsWith("."));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangedModelOrADamagedPointerIsToldWithTheRemedy(boolean rename) throws IOException {
        var one = run("one", 1);
        Champion first = champions(rename)
                .publish(Optional.empty(), model(one), one, "the first")
                .orElseThrow();
        new SavedModel(Map.of("name", "other"), new float[] {3}, "{}").write(first.model(), hadoop);
        assertThatThrownBy(() -> SavedModel.read(path("champion"), hadoop))
                .isInstanceOf(CorruptFiles.class)
                .hasMessageContaining("is not the model that was published as generation 1: restore it");
        Files.writeString(directory.resolve("champion/generation-00000001.json"), "{");
        assertThatThrownBy(() -> champions(rename).current())
                .isInstanceOf(CorruptFiles.class)
                .hasMessageEndingWith("is damaged: restore it, or delete it to go back to the champion before it");
    }

    private List<String> names(String folder) throws IOException {
        try (var files = Files.list(directory.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
