package io.plateau.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;

/** Predictions as a Parquet file, column by column: no row becomes an object, and a number is not touched by itself. */
final class ParquetPredictions implements PredictionWriter {

    /** A row group stays in memory until it is whole. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final CodecFactory codecs;
    private final ParquetFileWriter file;
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final List<ColumnEncoder> encoders = new ArrayList<>();
    private long rows;

    ParquetPredictions(Path path, List<OutputColumn> columns, Configuration hadoop) throws IOException {
        MessageType schema = OutputColumns.schema(columns);
        codecs = new CodecFactory(hadoop, ParquetProperties.DEFAULT_PAGE_SIZE);
        for (int i = 0; i < columns.size(); i++) {
            ColumnChunk chunk =
                    new ColumnChunk(schema.getColumns().get(i), codecs.getCompressor(CompressionCodecName.SNAPPY));
            chunks.add(chunk);
            encoders.add(columns.get(i).encoder(chunk));
        }
        file = open(path, schema, hadoop);
        file.start();
    }

    /** A file without content. */
    static ParquetFileWriter open(Path path, MessageType schema, Configuration hadoop) throws IOException {
        return new ParquetFileWriter(
                HadoopOutputFile.fromPath(path, hadoop),
                schema,
                ParquetFileWriter.Mode.OVERWRITE,
                ParquetWriter.DEFAULT_BLOCK_SIZE,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    }

    @Override
    public void write(PredictedTile tile) throws IOException {
        for (ColumnEncoder encoder : encoders) {
            encoder.add(tile);
        }
        rows += tile.rows();
        if (chunks.stream().mapToLong(ColumnChunk::getMemSize).sum() >= ROW_GROUP_BYTES) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        for (ColumnEncoder encoder : encoders) {
            encoder.endGroup();
        }
        file.startBlock(rows);
        for (ColumnChunk chunk : chunks) {
            chunk.moveTo(file);
        }
        file.endBlock();
        rows = 0;
    }

    @Override
    public void close() throws IOException {
        try {
            if (rows > 0) {
                endGroup();
            }
            file.end(Map.of());
        } finally {
            codecs.release();
        }
    }
}
