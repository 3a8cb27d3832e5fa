package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** A file system that does not take what is to be written: full, read-only, gone, or failing. The command line ends with code 5. */
public final class StorageProblem extends IOException {

    /** Names what could not be written, why, and the remedy. */
    public StorageProblem(String message, IOException cause) {
        super(message, cause);
    }

    /** The same for what only has to be repeated: {@code cannot write WHAT: REASON}. */
    static StorageProblem of(String what, IOException failure) {
        return new StorageProblem(
                "cannot write " + what + ": " + reason(failure) + ". Correct this and go on by --resume auto", failure);
    }

    /** What a file system says, in one line. Java's exceptions of the local disk keep the reason apart from the path. */
    static String reason(IOException failure) {
        String text = failure instanceof FileSystemException local && local.getReason() != null
                ? local.getReason()
                : failure.getMessage();
        String line = text == null ? "" : text.lines().findFirst().orElse("");
        return line.isEmpty() ? failure.getClass().getSimpleName() : line;
    }
}
