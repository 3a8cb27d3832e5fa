package io.plateau.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Where the best model so far is published.
 *
 * <pre>
 * generation-00000001.json   names the model's directory and its checksum; the one with the highest number is the pointer
 * models/RUN-CHECKSUM/       a copy of the model of each generation, see {@link SavedModel}; never changed
 * </pre>
 *
 * <p>A generation's file is created only where there is none, so of two processes that want to follow the same generation one succeeds;
 * the other learns so. Readers see the old champion or the new, each whole.
 */
public final class ChampionDirectory {

    private static final Pattern POINTER = Pattern.compile("generation-(\\d{8,18})\\.json");
    private static final int DIGEST_LENGTH = 12;

    /** A claim of this age, by the store's clock, was left by a process that is gone: it is held for one small write. */
    private static final long ABANDONED_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Storage storage;
    private final Path path;

    ChampionDirectory(Storage storage, Path path) {
        this.storage = storage;
        this.path = storage.qualify(path);
    }

    /** The directory, which need not exist. */
    public static ChampionDirectory at(Path directory, Configuration hadoop) throws IOException {
        return new ChampionDirectory(Storage.of(directory, hadoop), directory);
    }

    /** Where it lies, as a person would write it. */
    public String location() {
        return Storage.show(path);
    }

    /**
     * The champion now.
     *
     * @return empty before the first
     * @throws CorruptFiles when its file is damaged
     */
    public Optional<Champion> current() throws IOException {
        OptionalLong last = generations().stream().mapToLong(Long::longValue).max();
        return last.isEmpty() ? Optional.empty() : Optional.of(read(last.getAsLong()));
    }

    /** What a run has published here, whether or not it is the champion still. */
    public Optional<Champion> publishedBy(Path run) throws IOException {
        for (long generation : generations()) {
            Champion champion = read(generation);
            if (champion.run().equals(run.toString())) {
                return Optional.of(champion);
            }
        }
        return Optional.empty();
    }

    /**
     * Publishes a model as the next generation.
     *
     * @param follows the champion that it is better than; empty when there was none
     * @param model its directory, sealed; it is copied
     * @param run the run that made it
     * @param why a sentence for people
     * @return the new champion; empty when another process was faster: the champion is another one now
     * @throws CorruptFiles when the model is not whole
     */
    public Optional<Champion> publish(Optional<Champion> follows, Path model, Path run, String why) throws IOException {
        Map<String, byte[]> files = SealedDirectory.read(storageOf(model), model);
        String digest = Manifest.of(files).digest();
        String name = "models/" + run.getName() + "-" + digest.substring(0, DIGEST_LENGTH);
        long generation = follows.map(Champion::generation).orElse(0L) + 1;
        Path copy = new Path(path, name);
        storage.makeDirectory(copy.getParent());
        SealedDirectory.write(storage, copy, files);
        Map<String, Object> pointer = new LinkedHashMap<>();
        pointer.put("format", 1);
        pointer.put("generation", generation);
        pointer.put("model", name);
        pointer.put("sha256", digest);
        pointer.put("run", run.toString());
        pointer.put("why", why);
        pointer.put("published", Instant.now().toString());
        if (create(pointer(generation), Json.bytes(pointer))) {
            return Optional.of(read(generation));
        }
        if (publishedBy(run).isEmpty()) {
            storage.delete(copy);
        }
        return Optional.empty();
    }

    private Storage storageOf(Path model) throws IOException {
        return Storage.of(model, storage.fileSystem().getConf());
    }

    private boolean create(Path pointer, byte[] content) throws IOException {
        if (storage.atomicRename()) {
            return storage.create(pointer, content);
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Claim claim = Claim.put(storage, path, LockOwner.self())) {
                if (isAlone(claim)) {
                    return storage.create(pointer, content);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new RunProblem("other processes have been publishing in " + location()
                        + " for ten minutes: if none is running, delete its lock-*.json");
            }
            pause();
        }
    }

    private boolean isAlone(Claim claim) throws IOException {
        boolean alone = true;
        for (FileStatus other : claim.others()) {
            LockOwner owner = claim.owner(other);
            boolean left = owner != null
                    && (owner.yieldsTo(LockOwner.self())
                            || claim.time() - other.getModificationTime() > ABANDONED_MILLIS);
            if (left) {
                storage.delete(other.getPath());
            }
            alone &= left || owner == null;
        }
        return alone;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 400));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to publish", asked);
        }
    }

    private List<Long> generations() throws IOException {
        List<Long> generations = new ArrayList<>();
        for (FileStatus entry : storage.list(path)) {
            Matcher name = POINTER.matcher(entry.getPath().getName());
            if (name.matches()) {
                generations.add(Long.parseLong(name.group(1)));
            }
        }
        return generations;
    }

    private Champion read(long generation) throws IOException {
        Path file = pointer(generation);
        try {
            Map<String, Object> values = Json.object(storage.read(file));
            return new Champion(
                    ((Number) values.get("generation")).longValue(),
                    new Path(path, values.get("model").toString()),
                    values.get("sha256").toString(),
                    values.get("run").toString(),
                    String.valueOf(values.get("why")));
        } catch (JsonProcessingException | ClassCastException | NullPointerException flaw) {
            throw new CorruptFiles(
                    Storage.show(file) + " is damaged: restore it, or delete it to go back to the champion before it");
        }
    }

    private Path pointer(long generation) {
        return new Path(path, String.format(Locale.ROOT, "generation-%08d.json", generation));
    }
}
