package io.plateau.predict;

import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.Problems;
import io.plateau.data.UnseenCategories;
import io.plateau.data.VectorEncoder;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows of a Parquet table through Spark's vectorised reader, one of its batches per tile. A batch ends with its row group, so tiles do not
 * depend on how row groups are divided among tasks.
 */
final class ParquetTiles implements TileSource {
    private final ParquetPart part;
    private final VectorEncoder encoder;
    private final UnseenCategories unseen = new UnseenCategories();
    private final VectorizedParquetRecordReader reader;
    private final ColumnarBatch batch;
    private final int[] features;
    private final int[] keep;
    private final int number;
    private final ColumnVector[] vectors;
    private long row;

    ParquetTiles(Dataset dataset, ParquetPart part, Configuration hadoop) {
        this.part = part;
        this.row = part.firstRow();
        String where = Problems.show(part.file());
        encoder = part.isPrepared()
                ? VectorEncoder.ofDataset(dataset, dataset, where)
                : VectorEncoder.of(dataset, part.columns(), where);
        StructType wanted = encoder.columns();
        for (String name : part.keep()) {
            wanted = with(wanted, name);
        }
        if (part.isPrepared()) {
            wanted = with(wanted, VectorEncoder.NUMBER);
        }
        List<String> names = List.of(wanted.fieldNames());
        features = positions(names, List.of(encoder.columns().fieldNames()));
        keep = positions(names, part.keep());
        number = part.isPrepared() ? names.indexOf(VectorEncoder.NUMBER) : -1;
        vectors = new ColumnVector[features.length];
        reader = open(wanted, hadoop);
        batch = reader.resultBatch();
    }

    private StructType with(StructType columns, String name) {
        return List.of(columns.fieldNames()).contains(name)
                ? columns
                : columns.add(part.columns().apply(name));
    }

    private static int[] positions(List<String> names, List<String> of) {
        return of.stream().mapToInt(names::indexOf).toArray();
    }

    private VectorizedParquetRecordReader open(StructType wanted, Configuration hadoop) {
        VectorizedParquetRecordReader opened = new VectorizedParquetRecordReader(false, InputTile.ROWS);
        try {
            Configuration settings = ParquetSchema.settings(hadoop);
            ParquetSchema.request(wanted, settings);
            opened.initialize(
                    new FileSplit(part.file(), part.start(), part.length(), new String[0]),
                    new TaskAttemptContextImpl(settings, new TaskAttemptID()));
            return opened;
        } catch (IOException e) {
            throw Problems.unreadable(part.file(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening " + part.file(), e);
        }
    }

    @Override
    public InputTile newTile() {
        return new InputTile(InputTile.ROWS, encoder.width(), keep.length);
    }

    @Override
    public boolean next(InputTile tile) {
        if (!advance()) {
            return false;
        }
        int rows = batch.numRows();
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = batch.column(features[i]);
        }
        encoder.encode(vectors, rows, row, tile.x(), unseen);
        for (int i = 0; i < keep.length; i++) {
            tile.kept()[i] = batch.column(keep[i]);
        }
        if (number < 0) {
            tile.numberFrom(row);
        } else {
            for (int i = 0; i < rows; i++) {
                tile.numbers()[i] = 1 + batch.column(number).getLong(i);
            }
        }
        row += rows;
        tile.holds(rows);
        return true;
    }

    private boolean advance() {
        try {
            return reader.nextBatch();
        } catch (IOException e) {
            throw Problems.unreadable(part.file(), e);
        } catch (RuntimeException e) {
            throw new DataProblem(
                    "cannot read the rows of " + Problems.show(part.file()) + ": " + e.getMessage()
                            + ". Write the table again.",
                    e);
        }
    }

    @Override
    public UnseenCategories unseen() {
        return unseen;
    }

    @Override
    public long leftOut() {
        return 0;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException ignored) {
            // nothing was written
        }
    }
}
