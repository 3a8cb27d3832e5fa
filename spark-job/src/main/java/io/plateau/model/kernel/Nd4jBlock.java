package io.plateau.model.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Floats of ND4J, wherever its back end keeps them, with the windows that operations look at them through. Windows are kept: a training
 * uses the same few again and again, and each new one costs microseconds and memory that only the garbage collector frees.
 */
final class Nd4jBlock implements Buffer {
    /** Windows of mini-batches of ever new sizes are not kept for ever. */
    private static final int MOST_VIEWS = 4096;

    private final long length;
    /** Several threads may read the rows of one shard at once. */
    private final Map<Window, INDArray> views = new ConcurrentHashMap<>();

    private INDArray values;

    Nd4jBlock(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a buffer holds 0 floats or more, not " + length);
        }
        this.length = length;
        // ND4J has no array of length 0 that could be looked at through a window.
        values = Nd4j.create(DataType.FLOAT, Math.max(length, 1));
    }

    /** The block behind a buffer of {@link Nd4jKernels}. */
    static Nd4jBlock of(Buffer buffer) {
        if (buffer instanceof Nd4jBlock block && block.values != null) {
            return block;
        }
        throw new IllegalArgumentException(
                buffer instanceof Nd4jBlock ? "the buffer is closed" : "the buffer belongs to another back end");
    }

    /** A window that is not empty, as an array of rank 2. */
    static INDArray view(Matrix m) {
        return of(m.buffer()).view(new Window(m.offset(), 0, 0, m.rows(), m.columns(), m.stride()));
    }

    /** Members that are not empty, as an array of rank 3; of members that are all the same only one. */
    static INDArray view(Batch b) {
        int count = b.step() == 0 ? 1 : b.count();
        return of(b.buffer()).view(new Window(b.offset(), count, b.step(), b.rows(), b.columns(), b.stride()));
    }

    /** {@code count} elements, at least one, as a row. */
    INDArray row(long at, int count) {
        return view(new Window(at, 0, 0, 1, count, count));
    }

    private INDArray view(Window window) {
        if (views.size() >= MOST_VIEWS) {
            views.clear();
        }
        return views.computeIfAbsent(window, key -> key.of(values));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() {
        if (values != null) {
            views.clear();
            values.close();
            values = null;
        }
    }

    /** Where a view lies; {@code count} 0 is one matrix, of rank 2. */
    private record Window(long offset, int count, long step, int rows, int columns, int stride) {

        INDArray of(INDArray values) {
            // A dimension of length 1 needs a stride, but not a particular one.
            long[] shape = count == 0 ? new long[] {rows, columns} : new long[] {count, rows, columns};
            long next = Math.max(stride, columns);
            long[] strides = count == 0 ? new long[] {next, 1} : new long[] {step == 0 ? rows * next : step, next, 1};
            return Nd4j.create(values.data(), shape, strides, offset, 'c', DataType.FLOAT);
        }
    }
}
