package io.plateau.checkpoint;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A single file that a command writes for others: there with its whole content, or as it was before. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Finds out before the work whether a file could be written. Makes nothing.
     *
     * @param path the file
     * @param overwrite whether it may be there
     * @throws RunProblem when it is a directory, or is there and must not be
     */
    public static void require(Path path, boolean overwrite, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(path, hadoop);
        Path file = storage.qualify(path);
        if (!storage.exists(file)) {
            return;
        }
        if (storage.fileSystem().getFileStatus(file).isDirectory()) {
            throw new RunProblem(Storage.show(file) + " is a directory: name a file");
        }
        if (!overwrite) {
            throw taken(file);
        }
    }

    /**
     * Writes the file, and the directories that it is to lie in.
     *
     * @param path the file
     * @param content all of it
     * @param overwrite whether it may replace a file
     * @throws RunProblem when there is one and it must not be replaced
     * @throws StorageProblem when it cannot be written
     */
    public static void write(Path path, byte[] content, boolean overwrite, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(path, hadoop);
        Path file = storage.qualify(path);
        try {
            storage.makeDirectory(file.getParent());
        } catch (IOException refused) {
            throw new StorageProblem(
                    "cannot write " + Storage.show(file) + ": " + StorageProblem.reason(refused)
                            + ". Name a place that can be written",
                    refused);
        }
        if (overwrite) {
            storage.replace(file, content);
        } else if (!storage.create(file, content)) {
            throw taken(file);
        }
    }

    private static RunProblem taken(Path file) {
        return new RunProblem(
                Storage.show(file) + " is there already: name another file, or replace it with --overwrite");
    }
}
