package io.plateau.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a second process out of a run directory: a file that names its owner, created only where there is none; on object stores, which
 * cannot do that, a {@link Claim}.
 *
 * <p>The lock of a process that ended without closing it is taken over on the same host, and by a later attempt of the same job of a
 * cluster ({@link LockOwner#job}); another lock of another host cannot be judged, and the message says what to delete.
 */
final class RunLock implements AutoCloseable {

    static final String FILE = "lock.json";

    /** Attempts on an object store, where processes that come at once may stand back for each other. */
    private static final int ATTEMPTS = 5;

    private final Storage storage;
    private final Path directory;
    private final Path file;
    private final LockOwner self;
    private final byte[] content;
    private final Place place;
    private Claim claim;

    private RunLock(Storage storage, Path directory, Place place, LockOwner self) {
        this.self = self;
        this.content = self.json();
        this.storage = storage;
        this.directory = directory;
        this.file = new Path(directory, FILE);
        this.place = place;
    }

    /**
     * What messages say of a locked directory.
     *
     * @param what "run directory"
     * @param option the option that names another one
     */
    record Place(String what, String option) {}

    /**
     * Takes the lock of a directory.
     *
     * @param place what messages call it
     * @param notices told when the lock of a dead process was taken over
     * @throws RunProblem when a live process, or one that cannot be judged, has it
     */
    static RunLock take(Storage storage, Path directory, Place place, Consumer<String> notices) throws IOException {
        return take(storage, directory, place, LockOwner.self(), notices);
    }

    /** As {@link #take(Storage, Path, Place, Consumer)}, for an owner that is this process. */
    static RunLock take(Storage storage, Path directory, Place place, LockOwner self, Consumer<String> notices)
            throws IOException {
        RunLock lock = new RunLock(storage, directory, place, self);
        if (storage.atomicRename()) {
            lock.takeFile(notices);
        } else {
            lock.takeClaim(notices);
        }
        return lock;
    }

    private void takeFile(Consumer<String> notices) throws IOException {
        if (storage.create(file, content)) {
            return;
        }
        byte[] found = current();
        LockOwner owner = LockOwner.parse(found);
        if (!owner.yieldsTo(self)) {
            throw inUse(owner, file);
        }
        discard(found);
        if (!storage.create(file, content)) {
            throw takenJustNow();
        }
        notices.accept(takenOver(owner));
    }

    private void takeClaim(Consumer<String> notices) throws IOException {
        for (int attempt = 1; ; attempt++) {
            claim = Claim.put(storage, directory, self);
            RunProblem taken = null;
            for (FileStatus other : claim.others()) {
                LockOwner owner = claim.owner(other);
                if (owner != null && owner.yieldsTo(self)) {
                    storage.delete(other.getPath());
                    notices.accept(takenOver(owner));
                } else if (owner != null) {
                    taken = inUse(owner, other.getPath());
                }
            }
            if (taken == null) {
                return;
            }
            claim.close();
            if (attempt == ATTEMPTS) {
                throw taken;
            }
            pause(attempt);
        }
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 200L * attempt));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a lock", asked);
        }
    }

    private RunProblem inUse(LockOwner owner, Path lock) {
        return new RunProblem(place.what() + " " + Storage.show(directory) + " is in use by " + owner.describe() + ": "
                + (owner.process().isLocal()
                        ? "wait for its end, or choose another " + place.option()
                        : "if that process is gone, delete " + Storage.show(lock)));
    }

    private String takenOver(LockOwner owner) {
        return "taking over " + place.what() + " " + Storage.show(directory) + " from " + owner.describe()
                + ", which is gone";
    }

    private byte[] current() throws IOException {
        try {
            return storage.read(file);
        } catch (FileNotFoundException released) {
            return new byte[0];
        }
    }

    /** Of two processes that find the same stale lock, the rename lets one through. */
    private void discard(byte[] stale) throws IOException {
        Path aside = new Path(
                directory, "." + FILE + ".stale-" + ProcessHandle.current().pid());
        storage.delete(aside);
        if (!storage.fileSystem().rename(file, aside)) {
            throw takenJustNow();
        }
        if (!Arrays.equals(storage.read(aside), stale)) {
            storage.rename(aside, file);
            throw takenJustNow();
        }
        storage.delete(aside);
    }

    private RunProblem takenJustNow() {
        return new RunProblem(place.what() + " " + Storage.show(directory)
                + " was taken by another process just now: choose another " + place.option());
    }

    /** Releases the lock unless it is someone else's by now. */
    @Override
    public void close() throws IOException {
        if (claim != null) {
            claim.close();
        } else if (Arrays.equals(current(), content)) {
            storage.delete(file);
        }
    }
}
