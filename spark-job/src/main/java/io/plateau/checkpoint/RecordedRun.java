package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What the directory of a run holds now, whatever state the run is in. Takes no lock and changes nothing. */
public final class RecordedRun {

    private final Storage storage;
    private final Path path;

    private RecordedRun(Storage storage, Path path) {
        this.storage = storage;
        this.path = path;
    }

    /**
     * Opens a run.
     *
     * @throws RunProblem when there is none
     */
    public static RecordedRun open(Path directory, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        Path path = storage.qualify(directory);
        if (!storage.exists(new Path(path, RunDirectory.STATUS))) {
            throw new RunProblem("there is no run at " + Storage.show(directory)
                    + ": name a run directory, such as runs/<name>-<UTC time>");
        }
        return new RecordedRun(storage, path);
    }

    /** Where the run lies, with scheme. */
    public Path path() {
        return path;
    }

    /** Where the run lies, as a person would write it. */
    public String location() {
        return Storage.show(path);
    }

    /** Last component of the path. */
    public String id() {
        return path.getName();
    }

    /** Whether it lies on the local disk. */
    public boolean isLocal() {
        return storage.isLocal();
    }

    /** Whether it has come to its end and succeeded. */
    public boolean hasSucceeded() throws IOException {
        return storage.exists(new Path(path, RunDirectory.SUCCESS));
    }

    /** "running", "succeeded", "failed: step 7: ...": the state with its reason. */
    public String state() throws IOException {
        Map<String, Object> status = status();
        return phase(status) + (reason(status).isEmpty() ? "" : ": " + reason(status));
    }

    /** What {@code status.json} says. */
    Map<String, Object> status() throws IOException {
        return Json.object(storage.read(new Path(path, RunDirectory.STATUS)));
    }

    static String phase(Map<String, Object> status) {
        return String.valueOf(status.get("state")).toLowerCase(Locale.ROOT);
    }

    static String reason(Map<String, Object> status) {
        return String.valueOf(status.getOrDefault("reason", ""));
    }

    /** The resolved configuration; empty for a variant, whose settings are in that of its run. */
    public Optional<String> config() throws IOException {
        Path file = new Path(path, RunDirectory.CONFIG);
        return storage.exists(file)
                ? Optional.of(new String(storage.read(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** The facts of every attempt, by "attempt-N"; empty for a variant. */
    public Map<String, Object> provenance() throws IOException {
        Path file = new Path(path, RunDirectory.PROVENANCE);
        return storage.exists(file) ? Json.object(storage.read(file)) : Map.of();
    }

    /**
     * Tells the lines of a log as they are now, one after the other; none when there is no such log. The last one may be torn.
     *
     * @param name file name without {@code .jsonl}
     */
    public void lines(String name, Consumer<String> line) throws IOException {
        LineFile.each(storage, path, name, line);
    }

    /** The runs of its variants, in the order of their names. */
    public List<RecordedRun> variants() throws IOException {
        List<RecordedRun> variants = new ArrayList<>();
        Path directory = new Path(path, RunDirectory.VARIANTS);
        if (!storage.exists(directory)) {
            return variants;
        }
        for (FileStatus entry : storage.list(directory)) {
            if (storage.exists(new Path(entry.getPath(), RunDirectory.STATUS))) {
                variants.add(new RecordedRun(storage, entry.getPath()));
            }
        }
        variants.sort((a, b) -> a.id().compareTo(b.id()));
        return variants;
    }
}
