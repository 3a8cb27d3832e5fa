package io.plateau.predict;

import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;

/** Cells of any kind, one after another through Parquet's own writer of columns, with a dictionary where values repeat. */
final class CellEncoder implements ColumnEncoder {
    private final OutputColumn column;
    private final ColumnChunk chunk;
    private ColumnWriteStore store;
    private ColumnWriter writer;

    CellEncoder(OutputColumn column, ColumnChunk chunk) {
        this.column = column;
        this.chunk = chunk;
        open();
    }

    private void open() {
        ParquetProperties properties = ParquetProperties.builder()
                .withDictionaryEncoding(column.repeats())
                .withPageRowCountLimit(PlainEncoder.PAGE_ROWS)
                .build();
        store = properties.newColumnWriteStore(new MessageType("column", column.type()), descriptor -> chunk);
        writer = store.getColumnWriter(chunk.column());
    }

    @Override
    public void add(PredictedTile tile) {
        for (int row = 0; row < tile.rows(); row++) {
            tile.standAt(row);
            column.write(tile, writer);
            store.endRecord();
        }
    }

    @Override
    public void endGroup() {
        store.flush();
        store.close();
        open();
    }
}
