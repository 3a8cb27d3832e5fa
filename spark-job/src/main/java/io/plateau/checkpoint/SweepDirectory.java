package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a sweep, locked by this process until it is closed: {@code sweep.conf}, the sweep as it was asked for; a {@link
 * RunDirectory} for every trial; and what all trials together came to.
 */
public final class SweepDirectory implements AutoCloseable {

    private static final String SWEEP = "sweep.conf";
    private static final RunLock.Place PLACE = new RunLock.Place("sweep directory", "--output");

    private final Storage storage;
    private final Configuration hadoop;
    private final Path path;
    private final RunLock lock;

    private SweepDirectory(Storage storage, Configuration hadoop, Path path, RunLock lock) {
        this.storage = storage;
        this.hadoop = hadoop;
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens a directory, and makes it where there is none.
     *
     * @param resume whether it may hold a sweep already
     * @param sweep text of the sweep, which is kept there
     * @param notices told in a sentence when the lock of a dead process was taken over
     * @throws RunProblem when another process uses it, it cannot be made, or it holds a sweep and may not
     */
    public static SweepDirectory open(
            Path directory, boolean resume, String sweep, Configuration hadoop, Consumer<String> notices)
            throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        Path path = storage.qualify(directory);
        Path file = new Path(path, SWEEP);
        if (storage.exists(file) && !resume) {
            throw new RunProblem("sweep directory " + Storage.show(path)
                    + " exists already: go on with that sweep by --resume auto, or choose another --output");
        }
        try {
            storage.makeDirectory(path);
        } catch (IOException refused) {
            throw new RunProblem("cannot make the sweep directory " + Storage.show(path)
                    + ": set --output or run.output to a place that you may write to");
        }
        SweepDirectory opened = new SweepDirectory(storage, hadoop, path, RunLock.take(storage, path, PLACE, notices));
        try {
            opened.write(SWEEP, sweep);
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /** Where a trial's run lies, whether it is there or not. */
    public Path trial(String id) {
        return new Path(path, id);
    }

    /**
     * Opens a trial's run to go on with it, or creates it, as {@link RunDirectory#resume}; in any process, by word of the one that has
     * locked the sweep. That one has each trial trained at most once at a time, so a later attempt takes the run over from another host.
     *
     * @param sweep directory of the sweep
     */
    public static RunDirectory run(Path sweep, String id, Configuration hadoop, Consumer<String> notices)
            throws IOException {
        String job = "sweep " + Storage.of(sweep, hadoop).qualify(sweep);
        return RunDirectory.open(sweep, id, hadoop, true, LockOwner.selfFor(job), notices);
    }

    /** Where the sweep lies, with scheme. */
    public Path path() {
        return path;
    }

    /** Writes a file, or replaces it as a whole; its text {@link Redaction without secrets}. */
    public void write(String name, String text) throws IOException {
        storage.replace(new Path(path, name), Redaction.of(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Where the sweep lies, as a person would write it. */
    public String location() {
        return Storage.show(path);
    }

    /** The Hadoop configuration that it was opened with. */
    public Configuration hadoop() {
        return hadoop;
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
