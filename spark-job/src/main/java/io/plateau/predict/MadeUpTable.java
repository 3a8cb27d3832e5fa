package io.plateau.predict;

import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** A Parquet table of Gaussian floats in columns f0, f1, ..., for benchmarks. */
final class MadeUpTable {
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private MadeUpTable() {}

    static String column(int index) {
        return "f" + index;
    }

    /** Writes a table. */
    static void write(Path file, int rows, int columns, long seed, Configuration hadoop) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        float[] row = new float[columns];
        try (ParquetWriter<float[]> writer = new Builder(HadoopOutputFile.fromPath(file, hadoop), columns)
                .withConf(hadoop)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withDictionaryEncoding(false)
                .build()) {
            for (int i = 0; i < rows; i++) {
                for (int column = 0; column < columns; column++) {
                    row[column] = (float) random.nextGaussian();
                }
                writer.write(row);
            }
        }
    }

    /** What Parquet's writer asks for. */
    private static final class Builder extends ParquetWriter.Builder<float[], Builder> {
        private final int columns;

        Builder(OutputFile file, int columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<float[]> getWriteSupport(Configuration hadoop) {
            return new Rows(columns);
        }
    }

    /** Rows of floats. */
    private static final class Rows extends WriteSupport<float[]> {
        private final MessageType schema;
        private RecordConsumer consumer;

        Rows(int columns) {
            Type[] types = new Type[columns];
            for (int i = 0; i < columns; i++) {
                types[i] = Types.primitive(PrimitiveTypeName.FLOAT, Repetition.OPTIONAL)
                        .named(column(i));
            }
            schema = new MessageType("table", types);
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
        public void write(float[] row) {
            consumer.startMessage();
            for (int i = 0; i < row.length; i++) {
                consumer.startField(schema.getFieldName(i), i);
                consumer.addFloat(row[i]);
                consumer.endField(schema.getFieldName(i), i);
            }
            consumer.endMessage();
        }
    }
}
