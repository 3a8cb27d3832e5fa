package io.plateau.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoints {@code step-N} under one directory, on any Hadoop file system.
 *
 * <p>A checkpoint is whole or absent, whenever the process is killed. For one writer at a time: the run's lock sees to
 * that. Not for concurrent use by several threads.
 */
public final class CheckpointStore {

    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");

    private final Storage storage;
    private final Path directory;
    private final int keep;
    private OptionalLong best = OptionalLong.empty();

    /**
     * Opens a store; the directory need not exist.
     *
     * @param keep newest checkpoints that stay, at least 1
     */
    public CheckpointStore(Path directory, Configuration hadoop, int keep) throws IOException {
        this(Storage.of(directory, hadoop), directory, keep);
    }

    CheckpointStore(Storage storage, Path directory, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, is " + keep);
        }
        this.storage = storage;
        this.directory = storage.qualify(directory);
        this.keep = keep;
    }

    /**
     * Saves a checkpoint and deletes those that are no longer needed: all but the newest {@code keep} and the best, and
     * any of a later step, which a run that went back to an earlier one has made obsolete.
     *
     * @throws StorageProblem when it cannot be written; the earlier ones are then as they were
     */
    public void save(long step, Map<String, byte[]> files) throws IOException {
        try {
            storage.makeDirectory(directory);
            SealedDirectory.write(storage, path(step), files);
        } catch (IOException failure) {
            throw new StorageProblem(
                    "cannot save the checkpoint of step " + step + " in " + Storage.show(directory) + ": "
                            + StorageProblem.reason(failure) + ". " + earlier(step, failure),
                    failure);
        }
        clean(step);
    }

    private String earlier(long step, IOException failure) {
        try {
            return steps().stream()
                    .filter(other -> other != step)
                    .max(Long::compare)
                    .map(other ->
                            "That of step " + other + " is there: correct this and go on from it by --resume auto")
                    .orElse("There is no earlier one: correct this and start again by --resume auto");
        } catch (IOException second) {
            failure.addSuppressed(second);
            return "Correct this and go on by --resume auto";
        }
    }

    private void clean(long step) throws IOException {
        List<Long> older = new ArrayList<>();
        for (long other : steps()) {
            if (other > step) {
                storage.delete(path(other));
            } else {
                older.add(other);
            }
        }
        for (long other : older.subList(0, Math.max(0, older.size() - keep))) {
            if (best.isEmpty() || best.getAsLong() != other) {
                storage.delete(path(other));
            }
        }
        deleteUnfinished();
    }

    /** Exempts one checkpoint from deletion: the best so far. An earlier exemption ends. */
    public void protect(long step) {
        best = OptionalLong.of(step);
    }

    /** The steps that have a checkpoint, intact or not, ascending. */
    public List<Long> steps() throws IOException {
        TreeMap<Long, Boolean> steps = new TreeMap<>();
        for (FileStatus entry : storage.list(directory)) {
            Matcher name = NAME.matcher(entry.getPath().getName());
            if (entry.isDirectory() && name.matches()) {
                steps.put(Long.parseLong(name.group(1)), true);
            }
        }
        return List.copyOf(steps.keySet());
    }

    /**
     * The newest checkpoint whose files all have the size and checksum of its manifest.
     *
     * @param notices told one sentence for each newer one that was passed over, and when none is left
     */
    public Optional<Checkpoint> latestIntact(Consumer<String> notices) throws IOException {
        return latestIntact(any -> {}, notices);
    }

    /** Asks more of a checkpoint than that its files are whole. */
    @FunctionalInterface
    public interface Requirement {
        /**
         * Passes when it can be used.
         *
         * @throws CorruptFiles when it cannot
         */
        void check(Checkpoint checkpoint) throws IOException;
    }

    /**
     * The newest intact checkpoint that meets a requirement.
     *
     * @param requirement asked of each, newest first
     * @param notices as for {@link #latestIntact(Consumer)}
     */
    public Optional<Checkpoint> latestIntact(Requirement requirement, Consumer<String> notices) throws IOException {
        List<Long> steps = steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            try {
                Checkpoint checkpoint = load(steps.get(i));
                requirement.check(checkpoint);
                return Optional.of(checkpoint);
            } catch (CorruptFiles damage) {
                notices.accept("passing over a corrupt checkpoint: " + damage.getMessage());
            }
        }
        if (!steps.isEmpty()) {
            notices.accept("no intact checkpoint is left: starting from the first step");
        }
        return Optional.empty();
    }

    /**
     * Reads one checkpoint.
     *
     * @throws CorruptFiles when it is absent, incomplete or damaged
     */
    public Checkpoint load(long step) throws IOException {
        return new Checkpoint(step, Map.copyOf(SealedDirectory.read(storage, path(step))));
    }

    private void deleteUnfinished() throws IOException {
        for (FileStatus entry : storage.list(directory)) {
            if (SealedDirectory.isTemporary(entry.getPath())) {
                storage.delete(entry.getPath());
            }
        }
    }

    private Path path(long step) {
        return new Path(directory, "step-" + step);
    }
}
