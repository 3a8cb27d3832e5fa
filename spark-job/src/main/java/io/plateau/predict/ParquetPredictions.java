package io.plateau.predict;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Predictions as a Parquet file. A tile is the record of every row: it is told where to stand, and no row becomes an object. */
final class ParquetPredictions implements PredictionWriter {

    /** A row group stays in memory until it is whole. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final ParquetWriter<PredictedTile> writer;

    ParquetPredictions(Path file, List<OutputColumn> columns, Configuration hadoop) throws IOException {
        Builder builder = new Builder(HadoopOutputFile.fromPath(file, hadoop), columns);
        builder.withConf(hadoop)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withDictionaryEncoding(false)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
        for (OutputColumn column : columns) {
            if (column.repeats()) {
                builder.withDictionaryEncoding(column.name(), true);
            }
        }
        writer = builder.build();
    }

    @Override
    public void write(PredictedTile tile) throws IOException {
        for (int row = 0; row < tile.rows(); row++) {
            tile.standAt(row);
            writer.write(tile);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** What Parquet's writer asks for. */
    private static final class Builder extends ParquetWriter.Builder<PredictedTile, Builder> {
        private final List<OutputColumn> columns;

        Builder(OutputFile file, List<OutputColumn> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<PredictedTile> getWriteSupport(Configuration hadoop) {
            return new Rows(columns);
        }
    }

    /** Takes a tile apart, cell by cell. */
    private static final class Rows extends WriteSupport<PredictedTile> {
        private final MessageType schema;
        private final OutputColumn[] columns;
        private RecordConsumer consumer;

        Rows(List<OutputColumn> columns) {
            this.schema = OutputColumns.schema(columns);
            this.columns = columns.toArray(OutputColumn[]::new);
        }

        @Override
        public WriteContext init(Configuration hadoop) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            consumer = to;
        }

        @Override
        public void write(PredictedTile tile) {
            consumer.startMessage();
            for (int i = 0; i < columns.length; i++) {
                OutputColumn column = columns[i];
                if (!column.isNull(tile)) {
                    consumer.startField(column.name(), i);
                    column.write(tile, consumer);
                    consumer.endField(column.name(), i);
                }
            }
            consumer.endMessage();
        }
    }
}
