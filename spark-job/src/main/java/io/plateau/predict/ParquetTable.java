package io.plateau.predict;

import io.plateau.data.DataFile;
import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.Problems;
import io.plateau.data.ShardReader;
import io.plateau.data.VectorEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table in Parquet files, divided into parts of whole row groups; only the footers are read. */
final class ParquetTable {

    /** A part takes row groups until it has as many bytes: small enough for all cores to have some, large enough to be worth a task. */
    private static final long BYTES_PER_PART = 64L << 20;

    private final Path place;
    private final List<Path> files;
    private final boolean prepared;
    private final Configuration hadoop;

    private ParquetTable(Path place, List<Path> files, boolean prepared, Configuration hadoop) {
        this.place = place;
        this.files = files;
        this.prepared = prepared;
        this.hadoop = hadoop;
    }

    /** A file, or all files of a directory in the order of their names; names that begin with a dot or underscore are passed over. */
    static ParquetTable of(Dataset model, Path place, Configuration hadoop) throws IOException {
        FileSystem fs = place.getFileSystem(hadoop);
        if (fs.getFileStatus(place).isFile()) {
            return new ParquetTable(place, List.of(place), false, hadoop).fitting(model);
        }
        FileStatus[] found = fs.listStatus(place, path -> !path.getName().matches("[._].*"));
        List<Path> files = Arrays.stream(found)
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .sorted(Comparator.comparing(Path::getName))
                .toList();
        if (files.isEmpty()) {
            throw new DataProblem(Problems.show(place)
                    + " is a directory without Parquet files. Name a table: a CSV file, a Parquet file or a directory of"
                    + " Parquet files, or a prepared dataset.");
        }
        return new ParquetTable(place, files, false, hadoop).fitting(model);
    }

    /** The rows of a prepared dataset, in whatever split they are. */
    static ParquetTable ofDataset(Dataset model, Path place, Configuration hadoop) {
        Dataset given = Dataset.read(place, hadoop);
        ShardReader.requireFiles(place, given, hadoop);
        VectorEncoder.ofDataset(model, given, Problems.show(place));
        List<Path> files = given.files().stream()
                .map(DataFile::name)
                .map(name -> new Path(place, name))
                .toList();
        return new ParquetTable(place, files, true, hadoop);
    }

    /** Has what a model needs. */
    private ParquetTable fitting(Dataset model) {
        VectorEncoder.of(model, columns(footer(files.get(0))), Problems.show(files.get(0)));
        return this;
    }

    /** The parts. */
    PredictionInput keeping(List<String> keep) {
        StructType columns = columns(footer(files.get(0)));
        PredictionInput.requireColumns(keep, List.of(columns.fieldNames()), Problems.show(place));
        StructType kept = new StructType();
        for (String name : keep) {
            StructField field = columns.apply(name);
            KeptColumn.requireKnown(field);
            kept = kept.add(field);
        }
        List<InputPart> parts = new ArrayList<>();
        long row = 1;
        for (Path file : files) {
            ParquetMetadata footer = footer(file);
            if (!columns(footer).equals(columns)) {
                throw new DataProblem(Problems.show(file) + " has other columns than " + Problems.show(files.get(0))
                        + ". Write all files of a table with the same names and types.");
            }
            row = add(parts, file, footer.getBlocks(), row, columns, keep);
        }
        if (parts.isEmpty()) {
            parts.add(new ParquetPart(files.get(0), 0, 0, 1, columns, keep, prepared)); // a table may have no rows
        }
        return new PredictionInput(parts, kept);
    }

    /** The parts of one file; the number of the row after it. */
    private long add(
            List<InputPart> parts,
            Path file,
            List<BlockMetaData> groups,
            long firstRow,
            StructType columns,
            List<String> keep) {
        long row = firstRow;
        for (int from = 0; from < groups.size(); ) {
            long start = groups.get(from).getStartingPos();
            long end = start;
            long first = row;
            while (from < groups.size() && (end == start || end - start < BYTES_PER_PART)) {
                BlockMetaData group = groups.get(from++);
                end = group.getStartingPos() + group.getCompressedSize();
                row += group.getRowCount();
            }
            parts.add(new ParquetPart(file, start, end - start, first, columns, keep, prepared));
        }
        return row;
    }

    private StructType columns(ParquetMetadata footer) {
        return ParquetSchema.of(footer.getFileMetaData().getSchema(), hadoop);
    }

    private ParquetMetadata footer(Path file) {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            return reader.getFooter();
        } catch (IOException e) {
            throw Problems.unreadable(file, e);
        } catch (RuntimeException e) {
            throw new DataProblem(Problems.show(file) + " is no Parquet file, or a damaged one: " + e.getMessage(), e);
        }
    }
}
