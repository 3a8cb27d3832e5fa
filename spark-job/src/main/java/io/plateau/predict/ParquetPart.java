package io.plateau.predict;

import io.plateau.data.Dataset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** Consecutive row groups of a Parquet file. */
final class ParquetPart implements InputPart {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long start;
    private final long length;
    private final long firstRow;
    private final StructType columns;
    private final String[] keep;
    private final boolean prepared;

    /**
     * A part.
     *
     * @param file the file
     * @param start where its first row group begins, in bytes
     * @param length bytes up to the end of its last one
     * @param firstRow number of its first row in the whole table, from 1
     * @param columns columns of the table
     * @param keep names of those that are passed on
     * @param prepared whether the file belongs to a prepared dataset, whose rows know their numbers
     */
    ParquetPart(
            Path file,
            long start,
            long length,
            long firstRow,
            StructType columns,
            List<String> keep,
            boolean prepared) {
        this.file = file.toString();
        this.start = start;
        this.length = length;
        this.firstRow = firstRow;
        this.columns = columns;
        this.keep = keep.toArray(String[]::new);
        this.prepared = prepared;
    }

    Path file() {
        return new Path(file);
    }

    long start() {
        return start;
    }

    long length() {
        return length;
    }

    long firstRow() {
        return firstRow;
    }

    StructType columns() {
        return columns;
    }

    List<String> keep() {
        return List.of(keep);
    }

    boolean isPrepared() {
        return prepared;
    }

    @Override
    public TileSource open(Dataset dataset, Configuration hadoop) {
        return new ParquetTiles(dataset, this, hadoop);
    }
}
