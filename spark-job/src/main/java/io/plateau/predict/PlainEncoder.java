package io.plateau.predict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Numbers of eight bytes that are all there, copied as they lie in memory: the encoding PLAIN of Parquet without levels.
 */
abstract class PlainEncoder implements ColumnEncoder {

    /** Rows of a page, so that readers can skip: as many as Parquet's writer allows, in whole tiles. */
    static final int PAGE_ROWS = 39 * InputTile.ROWS;

    private final ColumnChunk chunk;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE_ROWS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private PlainEncoder(ColumnChunk chunk) {
        this.chunk = chunk;
    }

    static PlainEncoder ofLongs(Cells<long[]> cells, ColumnChunk chunk) {
        return new Longs(cells, chunk);
    }

    static PlainEncoder ofDoubles(Cells<double[]> cells, ColumnChunk chunk) {
        return new Doubles(cells, chunk);
    }

    /**
     * Where the cells of a tile are.
     *
     * @param <A> the type of the array
     */
    @FunctionalInterface
    interface Cells<A> {
        /** A number per row of the tile, and perhaps more behind. */
        A of(PredictedTile tile);
    }

    /** Copies some numbers to where the page stands, and takes note of the least and the largest. */
    abstract void copy(PredictedTile tile, ByteBuffer to);

    /** Of what was copied since the last call. */
    abstract Statistics<?> takeStatistics();

    final Statistics<?> newStatistics() {
        return Statistics.createStats(chunk.column().getPrimitiveType());
    }

    @Override
    public final void add(PredictedTile tile) throws IOException {
        int size = tile.rows() * Long.BYTES;
        if (page.remaining() < size) {
            endPage();
        }
        copy(tile, page);
        page.position(page.position() + size);
    }

    @Override
    public final void endGroup() throws IOException {
        if (page.position() > 0) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        int rows = page.position() / Long.BYTES;
        BytesInput content = BytesInput.from(page.array(), 0, page.position());
        // There are no levels, but a page says how they would be encoded.
        chunk.writePage(content, rows, rows, takeStatistics(), Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
        page.clear();
    }

    private static final class Longs extends PlainEncoder {
        private final Cells<long[]> cells;
        private long least = Long.MAX_VALUE;
        private long largest = Long.MIN_VALUE;

        Longs(Cells<long[]> cells, ColumnChunk chunk) {
            super(chunk);
            this.cells = cells;
        }

        @Override
        void copy(PredictedTile tile, ByteBuffer to) {
            long[] values = cells.of(tile);
            to.asLongBuffer().put(values, 0, tile.rows());
            for (int row = 0; row < tile.rows(); row++) {
                least = Math.min(least, values[row]);
                largest = Math.max(largest, values[row]);
            }
        }

        @Override
        Statistics<?> takeStatistics() {
            LongStatistics statistics = (LongStatistics) newStatistics();
            statistics.setMinMax(least, largest);
            least = Long.MAX_VALUE;
            largest = Long.MIN_VALUE;
            return statistics;
        }
    }

    private static final class Doubles extends PlainEncoder {
        private final Cells<double[]> cells;
        private double least = Double.POSITIVE_INFINITY;
        private double largest = Double.NEGATIVE_INFINITY;

        Doubles(Cells<double[]> cells, ColumnChunk chunk) {
            super(chunk);
            this.cells = cells;
        }

        /** NaN makes both NaN, which readers of Parquet take for "not known". */
        @Override
        void copy(PredictedTile tile, ByteBuffer to) {
            double[] values = cells.of(tile);
            to.asDoubleBuffer().put(values, 0, tile.rows());
            double min = least;
            double max = largest;
            for (int row = 0; row < tile.rows(); row++) {
                min = Math.min(min, values[row]);
                max = Math.max(max, values[row]);
            }
            least = min;
            largest = max;
        }

        @Override
        Statistics<?> takeStatistics() {
            DoubleStatistics statistics = (DoubleStatistics) newStatistics();
            statistics.setMinMax(least, largest);
            least = Double.POSITIVE_INFINITY;
            largest = Double.NEGATIVE_INFINITY;
            return statistics;
        }
    }
}
