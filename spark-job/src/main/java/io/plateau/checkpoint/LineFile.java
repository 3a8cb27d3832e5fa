package io.plateau.checkpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Text lines that grow over several attempts of a run.
 *
 * <p>{@code NAME.jsonl} on file systems that can flush and append. Where a file only appears when it is closed (object
 * stores), each {@link #sync} closes a segment, and the lines lie in {@code NAME.jsonl}, {@code NAME-2.jsonl}, ... in
 * this order. Not thread-safe.
 */
public final class LineFile implements AutoCloseable {

    private static final String SUFFIX = ".jsonl";
    private static final int BUFFER = 1 << 16;

    private final Storage storage;
    private final Path directory;
    private final String name;
    private FSDataOutputStream out;

    private LineFile(Storage storage, Path directory, String name) {
        this.storage = storage;
        this.directory = directory;
        this.name = name;
    }

    /**
     * Opens the lines for writing at the end.
     *
     * @param keep which of the lines of earlier attempts stay; a torn last line must fail it
     */
    static LineFile open(Storage storage, Path directory, String name, Predicate<String> keep) throws IOException {
        LineFile lines = new LineFile(storage, directory, name);
        lines.rewrite(keep);
        return lines;
    }

    /** All lines of a file in the order of writing; empty when there is none. A torn last line comes as it is. */
    static List<String> read(Storage storage, Path directory, String name) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path segment : new LineFile(storage, directory, name).segments()) {
            new String(storage.read(segment), StandardCharsets.UTF_8).lines().forEach(all::add);
        }
        return all;
    }

    /** As {@link #read}, one line after the other, for files of any size. */
    static void each(Storage storage, Path directory, String name, Consumer<String> line) throws IOException {
        for (Path segment : new LineFile(storage, directory, name).segments()) {
            try (BufferedReader in = new BufferedReader(
                    new InputStreamReader(storage.fileSystem().open(segment), StandardCharsets.UTF_8), BUFFER)) {
                for (String text = in.readLine(); text != null; text = in.readLine()) {
                    line.accept(text);
                }
            }
        }
    }

    private void rewrite(Predicate<String> keep) throws IOException {
        List<Path> segments = segments();
        if (segments.isEmpty()) {
            return;
        }
        // A rewrite that was cut off leaves the merged lines in the first segment and the others still there: distinct.
        List<String> kept =
                read(storage, directory, name).stream().filter(keep).distinct().toList();
        String text = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
        Path first = new Path(directory, name + SUFFIX);
        storage.replace(first, text.getBytes(StandardCharsets.UTF_8));
        for (Path segment : segments) {
            if (!segment.getName().equals(first.getName())) {
                storage.delete(segment);
            }
        }
    }

    /** Adds one line. */
    public void write(String line) throws IOException {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line holds no line break");
        }
        try {
            if (out == null) {
                out = openEnd();
            }
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw problem(failure);
        }
    }

    private StorageProblem problem(IOException failure) {
        return StorageProblem.of(Storage.show(new Path(directory, name + SUFFIX)), failure);
    }

    /** Shows the lines so far to readers where that is cheap; a segment of its own for a few lines is not. */
    public void flush() throws IOException {
        if (out != null && canFlush()) {
            out.hflush();
        }
    }

    private boolean canFlush() {
        return storage.atomicRename() && out.hasCapability(StreamCapabilities.HSYNC);
    }

    /**
     * Makes the lines so far survive the end of this process. To be called before a checkpoint is written, so that a
     * resumed run finds every line up to its step.
     */
    public void sync() throws IOException {
        if (out == null) {
            return;
        }
        try {
            if (canFlush()) {
                out.hflush();
            } else {
                close();
            }
        } catch (IOException failure) {
            throw problem(failure);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            FSDataOutputStream closing = out;
            out = null;
            closing.close();
        }
    }

    private FSDataOutputStream openEnd() throws IOException {
        List<Path> segments = segments();
        Path first = new Path(directory, name + SUFFIX);
        if (segments.isEmpty()) {
            return storage.fileSystem().create(first, false);
        }
        if (storage.atomicRename()) {
            return storage.fileSystem().append(segments.get(segments.size() - 1));
        }
        return storage.fileSystem().create(new Path(directory, name + "-" + (number(segments) + 1) + SUFFIX), false);
    }

    private int number(List<Path> segments) {
        return segment(segments.get(segments.size() - 1).getName());
    }

    private List<Path> segments() throws IOException {
        List<Path> found = new ArrayList<>();
        for (FileStatus entry : storage.list(directory)) {
            if (segment(entry.getPath().getName()) > 0) {
                found.add(entry.getPath());
            }
        }
        found.sort((a, b) -> Integer.compare(segment(a.getName()), segment(b.getName())));
        return found;
    }

    /** 1 for NAME.jsonl, N for NAME-N.jsonl, 0 for other files. */
    private int segment(String file) {
        if (file.equals(name + SUFFIX)) {
            return 1;
        }
        if (!file.startsWith(name + "-") || !file.endsWith(SUFFIX)) {
            return 0;
        }
        String number = file.substring(name.length() + 1, file.length() - SUFFIX.length());
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
    }
}
