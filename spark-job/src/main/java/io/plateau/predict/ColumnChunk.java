package io.plateau.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** The pages of one column, compressed, until their row group is whole. Not thread-safe. */
final class ColumnChunk implements PageWriter {
    private final ColumnDescriptor column;
    private final BytesInputCompressor compressor;
    private final List<Page> pages = new ArrayList<>();
    private DictionaryPage dictionary;
    private long values;
    private long bytes;

    ColumnChunk(ColumnDescriptor column, BytesInputCompressor compressor) {
        this.column = column;
        this.compressor = compressor;
    }

    ColumnDescriptor column() {
        return column;
    }

    @Override
    public void writePage(
            BytesInput content,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        // The compressor reuses its buffer.
        BytesInput compressed = BytesInput.copy(compressor.compress(content));
        pages.add(new Page(
                compressed,
                Math.toIntExact(content.size()),
                valueCount,
                rowCount,
                statistics.copy(),
                repetition,
                definition,
                encoding));
        values += valueCount;
        bytes += compressed.size();
    }

    @Override
    @Deprecated
    public void writePage(
            BytesInput content,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding) {
        throw new UnsupportedOperationException("a page knows its rows");
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetition,
            BytesInput definition,
            Encoding encoding,
            BytesInput content,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("pages are of version 1, which every reader knows");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        BytesInput compressed = BytesInput.copy(compressor.compress(page.getBytes()));
        dictionary = new DictionaryPage(
                compressed, page.getUncompressedSize(), page.getDictionarySize(), page.getEncoding());
        bytes += compressed.size();
    }

    @Override
    public long getMemSize() {
        return bytes;
    }

    @Override
    public long allocatedSize() {
        return bytes;
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + column + ": " + pages.size() + " pages, " + bytes + " bytes";
    }

    /** Adds the column to the row group that a file is at, and is empty then. */
    void moveTo(ParquetFileWriter file) throws IOException {
        file.startColumn(column, values, compressor.getCodecName());
        if (dictionary != null) {
            file.writeDictionaryPage(dictionary);
        }
        for (Page page : pages) {
            file.writeDataPage(
                    page.valueCount,
                    page.size,
                    page.compressed,
                    page.statistics,
                    page.rowCount,
                    page.repetition,
                    page.definition,
                    page.encoding);
        }
        file.endColumn();
        pages.clear();
        dictionary = null;
        values = 0;
        bytes = 0;
    }

    /** What Parquet's writer of files asks about a page. */
    private record Page(
            BytesInput compressed,
            int size,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding) {}
}
