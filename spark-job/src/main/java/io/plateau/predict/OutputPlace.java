package io.plateau.predict;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.ObjectStores;
import io.plateau.data.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Where predictions go: one CSV file, one Parquet file, or (any other name) a directory of Parquet files. Tasks write to a hidden
 * directory beside it; what they wrote appears under its name as a whole, in the order of the rows. What a killed process left is
 * cleared by the next one for the same place.
 */
final class OutputPlace {
    private final Path output;
    private final Path staging;
    private final boolean overwrite;
    private final FileSystem fs;
    private final Configuration hadoop;

    private OutputPlace(Path output, boolean overwrite, FileSystem fs, Configuration hadoop) {
        this.output = output;
        this.overwrite = overwrite;
        this.fs = fs;
        this.hadoop = hadoop;
        this.staging = new Path(output.getParent(), "." + output.getName() + ".writing");
    }

    /**
     * Checks the place, before any work is done for it.
     *
     * @throws ConfigProblem when something is there that may not be replaced
     */
    static OutputPlace of(Path path, boolean overwrite, Configuration hadoop) throws IOException {
        FileSystem fs = path.getFileSystem(hadoop);
        OutputPlace place = new OutputPlace(fs.makeQualified(new Path(path.toString())), overwrite, fs, hadoop);
        place.requireFree();
        return place;
    }

    private void requireFree() throws IOException {
        if (!fs.exists(output)) {
            return;
        }
        boolean directory = fs.getFileStatus(output).isDirectory();
        if (directory && isFile()) {
            throw new ConfigProblem("--output " + Problems.show(output) + " is a directory: name a file, or leave the"
                    + " extension out to write a directory of Parquet files");
        }
        if (!overwrite) {
            throw new ConfigProblem("--output " + Problems.show(output)
                    + " is there already: name another place, or replace it with --overwrite");
        }
        if (directory && !isOurs()) {
            throw new ConfigProblem("--output " + Problems.show(output) + " is a directory with other things than"
                    + " predictions in it, which --overwrite does not replace: name another place");
        }
    }

    /** A directory that this class wrote, or an empty one. */
    private boolean isOurs() throws IOException {
        for (var child : fs.listStatus(output)) {
            if (!child.getPath().getName().matches("_SUCCESS|part-\\d+\\.parquet")) {
                return false;
            }
        }
        return true;
    }

    boolean isText() {
        return output.getName().endsWith(".csv");
    }

    private boolean isFile() {
        return isText() || output.getName().endsWith(".parquet");
    }

    Path staging() {
        return staging;
    }

    /** Makes the empty directory that tasks write to. */
    void prepare() throws IOException {
        fs.delete(staging, true);
        if (!fs.mkdirs(staging)) {
            throw new IOException("could not make the directory " + staging);
        }
        fs.deleteOnExit(staging); // Ctrl-C
    }

    /**
     * Puts what was written in place.
     *
     * @param parts names of the files in the staging directory that count, in the order of the rows
     */
    void commit(List<String> parts, MessageType schema) throws IOException {
        requireFree();
        boolean objects = ObjectStores.contains(fs, hadoop);
        if (isFile()) {
            commitFile(parts, schema, objects);
        } else {
            commitDirectory(parts, objects);
        }
        discard();
    }

    private void commitFile(List<String> parts, MessageType schema, boolean objects) throws IOException {
        // An object store shows an object when it is complete, and renames by copying.
        Path whole = objects ? output : new Path(staging, "whole");
        if (parts.size() == 1 && !objects) {
            whole = new Path(staging, parts.get(0));
        } else if (isText()) {
            try (OutputStream out = fs.create(whole, true)) {
                for (String part : parts) {
                    try (InputStream in = fs.open(new Path(staging, part))) {
                        in.transferTo(out);
                    }
                }
            }
        } else {
            join(parts, schema, whole);
        }
        if (!objects) {
            ObjectStores.replace(fs, whole, output);
        }
    }

    /** Row groups are copied as they are, without being decoded. */
    private void join(List<String> parts, MessageType schema, Path whole) throws IOException {
        ParquetFileWriter writer = ParquetPredictions.open(whole, schema, hadoop);
        writer.start();
        for (String part : parts) {
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(new Path(staging, part), hadoop))) {
                reader.appendTo(writer);
            }
        }
        writer.end(Map.of());
    }

    private void commitDirectory(List<String> parts, boolean objects) throws IOException {
        Path place = objects ? output : new Path(staging, "whole");
        if (objects) {
            fs.delete(output, true);
        }
        fs.mkdirs(place);
        for (int i = 0; i < parts.size(); i++) {
            rename(new Path(staging, parts.get(i)), new Path(place, String.format("part-%05d.parquet", i)));
        }
        fs.create(new Path(place, "_SUCCESS"), true).close();
        if (!objects) {
            if (fs.exists(output)) {
                fs.delete(output, true);
            }
            rename(place, output);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!fs.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
    }

    /** Removes what tasks wrote. */
    void discard() throws IOException {
        fs.delete(staging, true);
        fs.cancelDeleteOnExit(staging);
    }
}
