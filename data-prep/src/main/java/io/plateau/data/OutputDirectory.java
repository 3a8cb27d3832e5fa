package io.plateau.data;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.LoggerFactory;

/**
 * The place of a dataset, replaced or added to as a whole: {@code dataset.json} is written last, and names every file.
 *
 * <p>Where a rename is atomic, rows are written to a temporary sibling, which {@link #commit} renames into place; a dataset that is
 * replaced stays aside until then and comes back when anything fails. On object stores they are written where they stay, in a directory
 * of their own below the place, which nobody sees until {@code dataset.json} names its files; the files of the dataset that is replaced
 * go afterwards. Rows that are added lie in a directory of their own everywhere. What a killed process left is cleared by the next one,
 * see {@link Leftovers}.
 */
final class OutputDirectory {

    private final Path output;
    private final Path staging;
    private final Path aside;
    private final String rows;
    private final boolean overwrite;
    private final FileSystem fs;
    private final boolean objects;
    private final Leftovers leftovers;

    private OutputDirectory(Path output, boolean overwrite, boolean adding, FileSystem fs, boolean objects) {
        this.fs = fs;
        this.objects = objects;
        this.overwrite = overwrite;
        this.output = fs.makeQualified(output);
        this.leftovers = new Leftovers(fs, this.output);
        this.rows = objects || adding ? leftovers.rows() : "";
        this.staging = objects ? new Path(this.output, rows) : leftovers.sibling("preparing");
        this.aside = leftovers.sibling("replaced");
    }

    /**
     * Refuses a place that is taken, by a dataset unless overwriting is allowed and by anything else always, or that cannot be
     * written; makes the empty directory to write to.
     */
    static OutputDirectory open(Path output, boolean overwrite, Configuration hadoop) {
        return open(output, overwrite, false, hadoop);
    }

    /** Makes the empty directory for rows to add to the dataset that is there. */
    static OutputDirectory openToAdd(Path output, Configuration hadoop) {
        return open(output, true, true, hadoop);
    }

    private static OutputDirectory open(Path output, boolean overwrite, boolean adding, Configuration hadoop) {
        try {
            FileSystem fs = output.getFileSystem(hadoop);
            OutputDirectory directory =
                    new OutputDirectory(output, overwrite, adding, fs, ObjectStores.contains(fs, hadoop));
            directory.leftovers.clear();
            directory.requireReplaceable();
            directory.makeStaging();
            return directory;
        } catch (IOException e) {
            throw new DataProblem("cannot use " + Problems.show(output) + ": " + e.getMessage(), e);
        }
    }

    private void makeStaging() throws IOException {
        if (!fs.mkdirs(staging)) {
            throw new DataProblem("cannot make a directory beside " + Problems.show(output)
                    + ". Check that its parent is a directory that you may write to.");
        }
        fs.deleteOnExit(staging); // Ctrl-C
    }

    private void requireReplaceable() throws IOException {
        if (!fs.exists(output)) {
            return;
        }
        if (!fs.getFileStatus(output).isDirectory()) {
            throw new DataProblem(Problems.show(output) + " is a file. Choose a directory for the dataset.");
        }
        if (fs.exists(new Path(output, Dataset.FILE_NAME))) {
            if (!overwrite) {
                throw new DataProblem(Problems.show(output)
                        + " already holds a dataset. Choose another directory, or allow overwriting (--overwrite).");
            }
            return;
        }
        for (FileStatus child : fs.listStatus(output)) {
            String name = child.getPath().getName();
            boolean leftOver = name.startsWith("." + Dataset.FILE_NAME)
                    || name.startsWith(Leftovers.ROWS)
                    || name.matches("\\.?(part-.*\\.parquet|rejected\\.jsonl)(\\.crc)?");
            if (!leftOver) {
                throw new DataProblem(Problems.show(output) + " holds other files (" + name
                        + ") and no dataset. Choose another directory for the dataset.");
            }
        }
    }

    Path staging() {
        return staging;
    }

    /** The staged files by the names that they will have in the dataset. */
    List<DataFile> placed(List<DataFile> files) {
        return files.stream()
                .map(file ->
                        rows.isEmpty() ? file : new DataFile(rows + "/" + file.name(), file.bytes(), file.sha256()))
                .toList();
    }

    /** Puts the staged files and the description in place. */
    void commit(Dataset dataset, Configuration hadoop) throws IOException {
        requireReplaceable(); // another run may have been faster
        if (objects) {
            List<DataFile> old = Dataset.exists(output, hadoop)
                    ? Dataset.read(output, hadoop).files()
                    : List.of();
            describe(dataset);
            for (DataFile file : old) {
                fs.delete(new Path(output, file.name()), false);
            }
            return;
        }
        boolean replacing = fs.exists(output);
        if (replacing) {
            rename(output, aside);
        }
        try {
            rename(staging, output);
            DatasetJson.write(dataset, output, fs, false);
        } catch (IOException | RuntimeException e) {
            fs.delete(output, true);
            if (replacing) {
                rename(aside, output);
            }
            throw e;
        }
        fs.delete(aside, true);
        fs.cancelDeleteOnExit(staging);
    }

    /**
     * Adds the staged files to the dataset that is there.
     *
     * @param stored the dataset that they were prepared for
     * @param more the dataset with them
     * @throws DataProblem when it is another one by now
     */
    void add(Dataset stored, Dataset more, Configuration hadoop) throws IOException {
        if (!Dataset.read(output, hadoop).fingerprint().equals(stored.fingerprint())) {
            throw new DataProblem(Problems.show(output)
                    + " was changed by another process meanwhile, nothing was added. Add the rows again.");
        }
        if (!objects) {
            rename(staging, new Path(output, rows));
        }
        try {
            describe(more);
        } catch (IOException | RuntimeException e) {
            fs.delete(new Path(output, rows), true);
            throw e;
        }
    }

    private void describe(Dataset dataset) throws IOException {
        fs.cancelDeleteOnExit(staging); // from here on it may be named
        DatasetJson.write(dataset, output, fs, objects);
    }

    /** Removes what a failed attempt left. */
    void discard() {
        try {
            fs.delete(staging, true);
            fs.cancelDeleteOnExit(staging);
        } catch (IOException e) {
            LoggerFactory.getLogger(OutputDirectory.class).warn("could not delete {}", staging, e);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!fs.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
    }
}
