package io.plateau.model.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Floats outside the Java heap, aligned to cache lines. */
final class FloatBlock implements Buffer {
    private static final int ALIGNMENT = 64;

    private final long length;
    private final long address;
    private FloatPointer memory;
    private FloatBuffer view;

    FloatBlock(long length) {
        int spare = ALIGNMENT / Float.BYTES;
        if (length < 0 || length > Integer.MAX_VALUE - spare) {
            throw new IllegalArgumentException(
                    "a buffer holds 0 to " + (Integer.MAX_VALUE - spare) + " floats, not " + length);
        }
        this.length = length;
        this.memory = new FloatPointer(length + spare);
        memory.zero();
        int misaligned = (int) (memory.address() % ALIGNMENT);
        int skipped = misaligned == 0 ? 0 : (ALIGNMENT - misaligned) / Float.BYTES;
        this.address = memory.address() + (long) skipped * Float.BYTES;
        this.view = memory.asBuffer().slice(skipped, (int) length);
    }

    /** The block behind a buffer of {@link BlasKernels}. */
    static FloatBlock of(Buffer buffer) {
        if (buffer instanceof FloatBlock block && block.memory != null) {
            return block;
        }
        throw new IllegalArgumentException(
                buffer instanceof FloatBlock ? "the buffer is closed" : "the buffer belongs to another back end");
    }

    @Override
    public long length() {
        return length;
    }

    FloatBuffer view() {
        return view;
    }

    long address(long element) {
        return address + element * Float.BYTES;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            view = null;
        }
    }
}
