package io.plateau.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a second process out of a run directory: a file that names its owner, created only where there is none.
 *
 * <p>HDFS and local disks decide atomically who creates the file; on object stores two processes that start within the
 * same instant may both succeed. The lock of a process that ended without closing it is taken over on the same host, and
 * by a later attempt of the same job of a cluster ({@link LockOwner#job}); another lock of another host cannot be
 * judged, and the message says what to delete.
 */
final class RunLock implements AutoCloseable {

    static final String FILE = "lock.json";

    private final Storage storage;
    private final Path file;
    private final byte[] content;

    private final Place place;

    private RunLock(Storage storage, Path file, byte[] content, Place place) {
        this.storage = storage;
        this.file = file;
        this.content = content;
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
        Path file = new Path(directory, FILE);
        RunLock lock = new RunLock(storage, file, LockOwner.self().json(), place);
        if (lock.create()) {
            return lock;
        }
        byte[] found = lock.current();
        LockOwner owner = LockOwner.parse(found);
        if (!owner.yieldsTo(LockOwner.self())) {
            throw new RunProblem(
                    place.what() + " " + Storage.show(directory) + " is in use by " + owner.describe() + ": "
                            + (owner.process().isLocal()
                                    ? "wait for its end, or choose another " + place.option()
                                    : "if that process is gone, delete " + Storage.show(file)));
        }
        lock.discard(found, directory);
        if (!lock.create()) {
            throw lock.takenJustNow(directory);
        }
        notices.accept("taking over " + place.what() + " " + Storage.show(directory) + " from " + owner.describe()
                + ", which is gone");
        return lock;
    }

    private boolean create() throws IOException {
        if (storage.isLocal()) {
            return createLocal();
        }
        try (FSDataOutputStream out = storage.fileSystem().create(file, false)) {
            out.write(content);
            return true;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
            return false;
        } catch (IOException other) {
            if (storage.exists(file)) {
                return false;
            }
            throw other;
        }
    }

    /** Hadoop's local file system first asks and then creates; the operating system does both at once. */
    private boolean createLocal() throws IOException {
        try {
            Files.write(storage.local(file), content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private byte[] current() throws IOException {
        try {
            return storage.read(file);
        } catch (FileNotFoundException released) {
            return new byte[0];
        }
    }

    /** Of two processes that find the same stale lock, the rename lets one through. */
    private void discard(byte[] stale, Path directory) throws IOException {
        Path aside = new Path(
                directory, "." + FILE + ".stale-" + ProcessHandle.current().pid());
        storage.delete(aside);
        if (!storage.fileSystem().rename(file, aside)) {
            throw takenJustNow(directory);
        }
        if (!Arrays.equals(storage.read(aside), stale)) {
            storage.rename(aside, file);
            throw takenJustNow(directory);
        }
        storage.delete(aside);
    }

    private RunProblem takenJustNow(Path directory) {
        return new RunProblem(place.what() + " " + Storage.show(directory)
                + " was taken by another process just now: choose another " + place.option());
    }

    /** Releases the lock unless it is someone else's by now. */
    @Override
    public void close() throws IOException {
        if (Arrays.equals(current(), content)) {
            storage.delete(file);
        }
    }
}
