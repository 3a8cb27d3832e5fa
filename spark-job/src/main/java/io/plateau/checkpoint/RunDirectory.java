package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The directory of one run, locked by this process until it is closed.
 *
 * <pre>
 * config.resolved.conf   every key with its value
 * provenance.json        versions, machine and command line of each attempt
 * status.json            running, succeeded, rejected, failed or stopped, with the reason
 * steps.jsonl            one line per step, epochs.jsonl one per epoch, analysis.jsonl one per analysed step
 * checkpoints/step-N/    see {@link CheckpointStore}
 * model/                 see {@link SavedModel}
 * network/               the file of a network that the user brought
 * start/                 the model that the run started from, where it did not start anew
 * _SUCCESS               empty, written last
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {

    static final String MODEL = "model";
    static final String START = "start";
    static final String STATUS = "status.json";
    static final String CONFIG = "config.resolved.conf";
    static final String SUCCESS = "_SUCCESS";
    static final String PROVENANCE = "provenance.json";
    static final String VARIANTS = "variants";
    private static final String NETWORK = "network";
    private static final RunLock.Place PLACE = new RunLock.Place("run directory", "--run-id");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Storage storage;
    private final Configuration hadoop;
    private final Path path;
    private final boolean resumed;
    private final RunLock lock;
    private RunState state = RunState.RUNNING;

    private RunDirectory(Storage storage, Configuration hadoop, Path path, boolean resumed, RunLock lock) {
        this.storage = storage;
        this.hadoop = hadoop;
        this.path = path;
        this.resumed = resumed;
        this.lock = lock;
    }

    /** An id for a new run: {@code name-20260131-235959}, UTC. */
    public static String newId(String name, Instant now) {
        return name + "-" + TIMESTAMP.format(now);
    }

    /**
     * The run that was started or resumed last among those that have not succeeded.
     *
     * @param output directory of all runs
     * @param which told the resolved configuration of a run; decides whether it counts
     * @return its id, or empty when there is none
     */
    public static Optional<String> unfinished(Path output, Predicate<String> which, Configuration hadoop)
            throws IOException {
        Storage storage = Storage.of(output, hadoop);
        Optional<String> newest = Optional.empty();
        long time = Long.MIN_VALUE;
        for (FileStatus entry : storage.list(output)) {
            Path status = new Path(entry.getPath(), STATUS);
            Path config = new Path(entry.getPath(), CONFIG);
            boolean finished = storage.exists(new Path(entry.getPath(), SUCCESS));
            if (finished || !storage.exists(status) || !storage.exists(config)) {
                continue;
            }
            long changed = storage.fileSystem().getFileStatus(status).getModificationTime();
            if (changed >= time && which.test(new String(storage.read(config), StandardCharsets.UTF_8))) {
                newest = Optional.of(entry.getPath().getName());
                time = changed;
            }
        }
        return newest;
    }

    /**
     * Creates the directory of a new run.
     *
     * @throws RunProblem when there is a run of that id already
     */
    public static RunDirectory create(Path output, String id, Configuration hadoop) throws IOException {
        return open(output, id, hadoop, false, LockOwner.self(), notice -> {});
    }

    /**
     * Opens the directory of an earlier run to go on with it, or creates it when there is none of that id.
     *
     * @param notices told in a sentence when the lock of a dead process was taken over
     * @throws RunProblem when another process uses it
     */
    public static RunDirectory resume(Path output, String id, Configuration hadoop, Consumer<String> notices)
            throws IOException {
        return open(output, id, hadoop, true, LockOwner.self(), notices);
    }

    static RunDirectory open(
            Path output, String id, Configuration hadoop, boolean resume, LockOwner self, Consumer<String> notices)
            throws IOException {
        Storage storage = Storage.of(output, hadoop);
        Path path = storage.qualify(new Path(output, id));
        boolean there = storage.exists(new Path(path, STATUS));
        try {
            storage.makeDirectory(path);
        } catch (IOException refused) {
            throw new RunProblem("cannot make the run directory " + Storage.show(path)
                    + ": set --output or run.output to a place that you may write to");
        }
        RunLock lock = RunLock.take(storage, path, PLACE, self, notices);
        try {
            if (there && !resume) {
                throw new RunProblem("run directory " + Storage.show(path)
                        + " exists already: choose another --run-id, or go on with" + " that run by --resume auto");
            }
            RunDirectory run = new RunDirectory(storage, hadoop, path, there, lock);
            storage.delete(new Path(path, SUCCESS));
            run.status(RunState.RUNNING, "");
            return run;
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
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

    /** Whether the directory held an earlier attempt. */
    public boolean resumed() {
        return resumed;
    }

    /** The run's checkpoints. */
    public CheckpointStore checkpoints(int keep) {
        return new CheckpointStore(storage, new Path(path, "checkpoints"), keep);
    }

    /** Where {@link SavedModel#write} puts the model. */
    public Path model() {
        return new Path(path, MODEL);
    }

    /** Where a copy of the model lies that the run started from. */
    public Path start() {
        return new Path(path, START);
    }

    /** Whether that copy is there. */
    public boolean hasStart() throws IOException {
        return storage.exists(new Path(start(), Manifest.FILE));
    }

    /** The copy of a network's file that the user brought; empty when there is none. */
    public Optional<byte[]> network() throws IOException {
        Path copy = new Path(path, NETWORK);
        return storage.exists(copy)
                ? Optional.of(SealedDirectory.read(storage, copy).get(NETWORK))
                : Optional.empty();
    }

    /** Keeps a copy of a network's file. */
    public void network(byte[] file) throws IOException {
        SealedDirectory.write(storage, new Path(path, NETWORK), Map.of(NETWORK, file));
    }

    /** Where the runs of its variants lie, each under its id. */
    public Path variants() {
        return new Path(path, VARIANTS);
    }

    /** Stores the resolved configuration, {@link Redaction without secrets}. */
    public void config(String hocon) throws IOException {
        storage.replace(new Path(path, CONFIG), Redaction.of(hocon).getBytes(StandardCharsets.UTF_8));
    }

    /** The configuration that the run was started with; empty when it never came so far. */
    public Optional<String> storedConfig() throws IOException {
        return storedConfig(storage, path);
    }

    /** The same of a run that is not opened; empty also when there is no run. */
    public static Optional<String> storedConfig(Path run, Configuration hadoop) throws IOException {
        return storedConfig(Storage.of(run, hadoop), run);
    }

    private static Optional<String> storedConfig(Storage storage, Path run) throws IOException {
        Path file = new Path(run, CONFIG);
        boolean there = storage.exists(file);
        return there ? Optional.of(new String(storage.read(file), StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** Adds the facts about this attempt to those of the earlier ones. */
    public void provenance(Map<String, Object> facts) throws IOException {
        Path file = new Path(path, PROVENANCE);
        Map<String, Object> attempts = new LinkedHashMap<>();
        if (storage.exists(file)) {
            attempts.putAll(Json.object(storage.read(file)));
        }
        attempts.put("attempt-" + (attempts.size() + 1), facts);
        storage.replace(file, Json.bytes(attempts));
    }

    /**
     * Says what state the run is in; success also leaves the file {@code _SUCCESS}.
     *
     * @param reason why it ended, in a sentence; empty while it runs
     */
    public synchronized void status(RunState state, String reason) throws IOException {
        this.state = state;
        writeStatus(reason, Map.of());
        if (state == RunState.SUCCEEDED || state == RunState.REJECTED) {
            storage.write(new Path(path, SUCCESS), new byte[0]);
        }
    }

    /** Says that the run is alive and, in plain values, what it does; nothing once it has ended. */
    public synchronized void alive(Map<String, Object> signs) throws IOException {
        if (state == RunState.RUNNING) {
            writeStatus("", Map.of("heartbeat", signs));
        }
    }

    private void writeStatus(String reason, Map<String, ?> more) throws IOException {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", state.key());
        status.put("reason", Redaction.of(reason));
        status.put("updated", Instant.now().toString());
        status.putAll(more);
        storage.replace(new Path(path, STATUS), Json.bytes(status));
    }

    /** Says that the run failed. A place that takes no more writes cannot say so; the failure itself is what matters. */
    public void fail(Exception failure) {
        try {
            status(RunState.FAILED, String.valueOf(failure.getMessage()));
        } catch (IOException | RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * Opens a log of lines to go on with.
     *
     * @param name file name without {@code .jsonl}
     * @param keep which lines of earlier attempts stay
     */
    public LineFile lines(String name, Predicate<String> keep) throws IOException {
        return LineFile.open(storage, path, name, keep);
    }

    /** The lines of a log as they are now. */
    public List<String> readLines(String name) throws IOException {
        return LineFile.read(storage, path, name);
    }

    /** The Hadoop configuration that the run was opened with. */
    public Configuration hadoop() {
        return hadoop;
    }

    /** Releases the lock; the status stays as it was set last. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
