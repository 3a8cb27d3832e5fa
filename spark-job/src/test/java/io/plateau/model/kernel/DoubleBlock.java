package io.plateau.model.kernel;

/** Doubles on the heap. */
final class DoubleBlock implements Buffer {
    final double[] values;
    private boolean closed;

    DoubleBlock(long length) {
        values = new double[Math.toIntExact(length)];
    }

    static double[] of(Buffer buffer) {
        DoubleBlock block = (DoubleBlock) buffer;
        if (block.closed) {
            throw new IllegalArgumentException("the buffer is closed");
        }
        return block.values;
    }

    @Override
    public long length() {
        return values.length;
    }

    @Override
    public void close() {
        closed = true;
    }
}
