package io.plateau.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Wording that several readers share. */
final class Problems {

    private Problems() {}

    /** A file that is missing, forbidden or broken below the level at which we understand it. */
    static DataProblem unreadable(Path file, IOException cause) {
        if (cause instanceof FileNotFoundException) {
            return new DataProblem("file not found: " + file + ". Check the path and the working directory.", cause);
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new DataProblem("cannot read " + file + ": " + why, cause);
    }
}
