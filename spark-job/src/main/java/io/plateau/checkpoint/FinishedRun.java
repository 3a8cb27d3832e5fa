package io.plateau.checkpoint;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The directory of a run that has succeeded, to read from. Takes no lock: nothing in it changes any more. */
public final class FinishedRun {

    private final RecordedRun run;

    private FinishedRun(RecordedRun run) {
        this.run = run;
    }

    /**
     * Opens a run.
     *
     * @throws RunProblem when there is no run, or it has not succeeded
     */
    public static FinishedRun open(Path directory, Configuration hadoop) throws IOException {
        RecordedRun run = RecordedRun.open(directory, hadoop);
        if (!run.hasSucceeded()) {
            Map<String, Object> status = run.status();
            String reason = RecordedRun.reason(status);
            throw new RunProblem("run " + run.location() + " has not finished: its state is "
                    + RecordedRun.phase(status) + (reason.isEmpty() ? "" : " (" + reason + ")")
                    + ". Wait for it, go on with it by --run-id " + run.id() + " --resume auto, or leave it out");
        }
        return new FinishedRun(run);
    }

    /** Whether there is a run that has succeeded. */
    public static boolean isThere(Path directory, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        return storage.exists(new Path(directory, RunDirectory.STATUS))
                && storage.exists(new Path(directory, RunDirectory.SUCCESS));
    }

    /** Where the run lies, with scheme. */
    public Path path() {
        return run.path();
    }

    /** Where the run lies, as a person would write it. */
    public String location() {
        return run.location();
    }

    /** Last component of the path. */
    public String id() {
        return run.id();
    }

    /** What {@code status.json} says: {@code succeeded}, or {@code rejected}, and the reason where there is one. */
    public String state() throws IOException {
        return run.state();
    }

    /** Tells the lines of the log of its steps, one after the other. */
    public void steps(Consumer<String> line) throws IOException {
        run.lines("steps", line);
    }

    /** The resolved configuration; empty for a run that another one made, a variant. */
    public Optional<String> config() throws IOException {
        return run.config();
    }
}
