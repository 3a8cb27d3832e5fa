package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

    @TempDir
    Path directory;

    private org.apache.hadoop.fs.Path path;
    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        path = new org.apache.hadoop.fs.Path(directory.toUri());
        storage = Storage.of(path, new Configuration(false));
    }

    @Test
    void syncedLinesAreOnDiskWhileTheFileIsOpen() throws IOException {
        try (LineFile lines = LineFile.open(storage, path, "steps", line -> true)) {
            lines.write("one");
            lines.sync();
            assertThat(Files.readString(directory.resolve("steps.jsonl"))).isEqualTo("one\n");
            lines.write("two");
            lines.sync();
            assertThat(Files.readString(directory.resolve("steps.jsonl"))).isEqualTo("one\ntwo\n");
            assertThatThrownBy(() -> lines.write("a\nb")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void goingOnDropsWhatIsNotKeptAndATornLine() throws IOException {
        try (LineFile lines = LineFile.open(storage, path, "steps", line -> true)) {
            lines.write("keep 1");
            lines.write("drop 2");
        }
        Files.writeString(directory.resolve("steps.jsonl"), "kee", StandardOpenOption.APPEND);
        try (LineFile lines = LineFile.open(storage, path, "steps", line -> line.startsWith("keep"))) {
            lines.write("keep 3");
            lines.sync();
            lines.write("keep 4");
            lines.sync();
        }
        assertThat(LineFile.read(storage, path, "steps")).containsExactly("keep 1", "keep 3", "keep 4");
        assertThat(directory.resolve("steps.jsonl")).exists();
        assertThat(directory.resolve("steps-2.jsonl")).doesNotExist();
    }

    @Test
    void withoutAppendTheLinesLieInSegmentsThatTheNextAttemptMerges() throws IOException {
        Storage objects = new Storage(storage.fileSystem(), false);
        for (int attempt = 0; attempt < 3; attempt++) {
            try (LineFile lines = LineFile.open(objects, path, "steps", line -> true)) {
                lines.write("a" + attempt);
                lines.sync();
                lines.write("b" + attempt);
            }
        }
        assertThat(LineFile.read(objects, path, "steps")).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
        assertThat(directory.resolve("steps-3.jsonl")).exists();
    }

    @Test
    void aFlushMakesNoSegment() throws IOException {
        Storage objects = new Storage(storage.fileSystem(), false);
        try (LineFile lines = LineFile.open(objects, path, "steps", line -> true)) {
            lines.write("a");
            lines.flush();
            lines.write("b");
        }
        assertThat(LineFile.read(objects, path, "steps")).containsExactly("a", "b");
        assertThat(directory.resolve("steps-2.jsonl")).doesNotExist();
        try (LineFile lines = LineFile.open(storage, path, "epochs", line -> true)) {
            lines.write("a");
            lines.flush();
            assertThat(Files.readString(directory.resolve("epochs.jsonl"))).isEqualTo("a\n");
        }
    }

    @Test
    void aMergeThatWasCutOffDoublesNoLine() throws IOException {
        Files.writeString(directory.resolve("steps.jsonl"), "a\nb\n");
        Files.writeString(directory.resolve("steps-2.jsonl"), "b\n");
        LineFile.open(storage, path, "steps", line -> true).close();
        assertThat(LineFile.read(storage, path, "steps")).containsExactly("a", "b");
    }
}
