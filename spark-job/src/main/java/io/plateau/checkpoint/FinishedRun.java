package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The directory of a run that has succeeded, to read from. Takes no lock: nothing in it changes any more. */
public final class FinishedRun {

    private final Storage storage;
    private final Path path;

    private FinishedRun(Storage storage, Path path) {
        this.storage = storage;
        this.path = path;
    }

    /**
     * Opens a run.
     *
     * @throws RunProblem when there is no run, or it has not succeeded
     */
    public static FinishedRun open(Path directory, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        Path path = storage.qualify(directory);
        Path status = new Path(path, RunDirectory.STATUS);
        if (!storage.exists(status)) {
            throw new RunProblem("there is no run at " + Storage.show(directory)
                    + ": name a run directory, such as runs/<name>-<UTC time>");
        }
        if (!storage.exists(new Path(path, RunDirectory.SUCCESS))) {
            Map<String, Object> said = Json.object(storage.read(status));
            String reason = String.valueOf(said.getOrDefault("reason", ""));
            String state = String.valueOf(said.get("state")).toLowerCase(Locale.ROOT);
            throw new RunProblem("run " + Storage.show(path) + " has not finished: its state is " + state
                    + (reason.isEmpty() ? "" : " (" + reason + ")") + ". Wait for it, go on with it by --run-id "
                    + path.getName() + " --resume auto, or leave it out");
        }
        return new FinishedRun(storage, path);
    }

    /** Whether there is a run that has succeeded. */
    public static boolean isThere(Path directory, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        return storage.exists(new Path(directory, RunDirectory.STATUS))
                && storage.exists(new Path(directory, RunDirectory.SUCCESS));
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

    /** What {@code status.json} says: {@code succeeded}, or {@code rejected}, and the reason where there is one. */
    public String state() throws IOException {
        Map<String, Object> said = Json.object(storage.read(new Path(path, RunDirectory.STATUS)));
        String reason = String.valueOf(said.getOrDefault("reason", ""));
        return said.get("state") + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Tells the lines of the log of its steps, one after the other. */
    public void steps(Consumer<String> line) throws IOException {
        LineFile.each(storage, path, "steps", line);
    }

    /** The resolved configuration; empty for a run that another one made, a variant. */
    public Optional<String> config() throws IOException {
        Path file = new Path(path, RunDirectory.CONFIG);
        return storage.exists(file)
                ? Optional.of(new String(storage.read(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
