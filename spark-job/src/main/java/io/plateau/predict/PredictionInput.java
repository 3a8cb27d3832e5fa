package io.plateau.predict;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.CsvReader;
import io.plateau.data.Dataset;
import io.plateau.data.NearMatches;
import io.plateau.data.RowEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is to be predicted.
 *
 * @param parts its rows, in order
 * @param kept columns that are passed on
 */
record PredictionInput(List<InputPart> parts, StructType kept) {
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /**
     * Looks at what a path names: a prepared dataset, a Parquet file or a directory of them, molecules in a raw form, or a text table.
     *
     * @param model the dataset of the model
     * @param keep names of the columns to pass on
     * @throws ConfigProblem when there is no such column
     * @throws io.plateau.data.DataProblem when it cannot be read, or lacks what the model needs
     */
    static PredictionInput of(Dataset model, Path path, List<String> keep, Configuration hadoop) throws IOException {
        if (model.graph() != null) {
            if (!keep.isEmpty()) {
                throw new ConfigProblem("--keep " + String.join(",", keep)
                        + ": molecules have no columns but their number," + " which is always kept: leave --keep out");
            }
            return new PredictionInput(List.of(new MoleculePart(path)), new StructType());
        }
        if (Dataset.exists(path, hadoop)) {
            return ParquetTable.ofDataset(model, path, hadoop).keeping(keep);
        }
        FileSystem fs = path.getFileSystem(hadoop);
        FileStatus status = fs.exists(path) ? fs.getFileStatus(path) : null;
        if (status != null && (status.isDirectory() || isParquet(fs, path))) {
            return ParquetTable.of(model, path, hadoop).keeping(keep);
        }
        return text(model, path, keep, hadoop);
    }

    private static boolean isParquet(FileSystem fs, Path file) throws IOException {
        try (InputStream in = fs.open(file)) {
            return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET);
        }
    }

    private static PredictionInput text(Dataset model, Path file, List<String> keep, Configuration hadoop) {
        try (CsvReader reader = CsvReader.open(file, model.format(), hadoop)) {
            requireColumns(keep, reader.columns(), file.toString());
            RowEncoder.of(model, reader.columns(), file.toString());
        }
        StructType kept = new StructType();
        for (String name : keep) {
            kept = kept.add(name, DataTypes.StringType, true);
        }
        return new PredictionInput(List.of(new CsvPart(file, keep)), kept);
    }

    /** All names that are not there, at once. */
    static void requireColumns(List<String> keep, List<String> there, String where) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : keep) {
            if (!there.contains(name)) {
                problems.add("--keep: " + where + " has no column '" + name + "'. " + NearMatches.hint(name, there));
            } else if (!seen.add(name)) {
                problems.add("--keep names the column '" + name + "' twice: once is enough");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
    }
}
