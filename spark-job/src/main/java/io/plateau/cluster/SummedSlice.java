package io.plateau.cluster;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.List;

/** Some coordinates of the summed rows, kept by their owner between the jobs of a step. */
final class SummedSlice implements Serializable {
    private static final long serialVersionUID = 1;

    private final int from;
    private final int width;
    private final int grain;
    private final int rows;
    private final WireFloats loss;
    private final WireFloats flat;
    private final SliceFacts facts;

    /** Copies a slice out of the buffers it was summed in. */
    SummedSlice(RowSlice slice, boolean hasLoss, SliceFacts facts) {
        from = slice.from();
        width = slice.width();
        grain = slice.grain();
        rows = slice.rows();
        loss = hasLoss ? new WireFloats(slice.lossFloats()) : null;
        flat = slice.hasFlat() ? new WireFloats(slice.flatFloats()) : null;
        this.facts = facts;
    }

    int from() {
        return from;
    }

    /** What the driver learned of it in the first job. */
    SliceFacts facts() {
        return facts;
    }

    long bytes() {
        return (loss == null ? 0 : loss.bytes()) + (flat == null ? 0 : flat.bytes());
    }

    /** Puts the rows back into buffers until they are closed. */
    Opened open(Kernels kernels, BufferPool pool) {
        return new Opened(kernels, pool, this);
    }

    /** A slice in buffers. */
    static final class Opened implements AutoCloseable {
        private final BufferPool pool;
        private final List<Buffer> buffers;
        private final RowSlice slice;

        private Opened(Kernels kernels, BufferPool pool, SummedSlice summed) {
            this.pool = pool;
            long length = (long) summed.rows * summed.width;
            Buffer loss = pool.take(kernels, length);
            Buffer flat = pool.take(kernels, length);
            Buffer direction = pool.take(kernels, summed.width);
            buffers = List.of(loss, flat, direction);
            fill(kernels, summed.loss, loss);
            fill(kernels, summed.flat, flat);
            slice = new RowSlice(
                    kernels,
                    summed.from,
                    summed.grain,
                    Matrix.dense(loss, 0, summed.rows, summed.width),
                    summed.flat == null ? null : Matrix.dense(flat, 0, summed.rows, summed.width),
                    Matrix.dense(direction, 0, 1, summed.width));
        }

        private static void fill(Kernels kernels, WireFloats values, Buffer buffer) {
            if (values != null) {
                kernels.write(values.values(), 0, buffer, 0, values.values().length);
            }
        }

        RowSlice slice() {
            return slice;
        }

        @Override
        public void close() {
            buffers.forEach(pool::give);
        }
    }
}
