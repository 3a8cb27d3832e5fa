package io.plateau.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Mutual exclusion on a store that cannot create a file only where there is none, but lists at once what was written (S3 does, since
 * December 2020). Each process first puts an object of its own, then lists: who sees no other has the directory.
 *
 * <p>Of two processes, the listing of the one that puts last comes after both puts, so at most one sees itself alone. Both may see each
 * other; then both withdraw, and try again after times that differ.
 */
final class Claim implements AutoCloseable {

    private static final String PREFIX = "lock-";
    private static final String SUFFIX = ".json";

    private final Storage storage;
    private final Path directory;
    private final Path file;

    private Claim(Storage storage, Path directory, Path file) {
        this.storage = storage;
        this.directory = directory;
        this.file = file;
    }

    /** Puts this process's object, which tells others who it is. */
    static Claim put(Storage storage, Path directory, LockOwner owner) throws IOException {
        Path file = new Path(directory, PREFIX + UUID.randomUUID() + SUFFIX);
        storage.write(file, owner.json());
        return new Claim(storage, directory, file);
    }

    /** The objects of other processes. */
    List<FileStatus> others() throws IOException {
        List<FileStatus> others = new ArrayList<>();
        for (FileStatus entry : storage.list(directory)) {
            String name = entry.getPath().getName();
            if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !name.equals(file.getName())) {
                others.add(entry);
            }
        }
        return others;
    }

    /** When the store took this process's object, by the store's clock. */
    long time() throws IOException {
        return storage.fileSystem().getFileStatus(file).getModificationTime();
    }

    /** Whose object it is; null when it has been withdrawn. */
    LockOwner owner(FileStatus other) throws IOException {
        try {
            return LockOwner.parse(storage.read(other.getPath()));
        } catch (FileNotFoundException withdrawn) {
            return null;
        }
    }

    /** Withdraws. */
    @Override
    public void close() throws IOException {
        storage.delete(file);
    }
}
