package io.plateau.cluster;

import io.plateau.model.RowBuffers;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Buffers of gradient rows that go from the slots that fill them to the driver that reads them and back: in one process a step moves
 * K x P floats per shard without a copy. Safe for use by several threads, a buffer by one at a time.
 */
final class BufferPool implements RowBuffers, AutoCloseable {
    private final Map<Long, Deque<Buffer>> idle = new ConcurrentHashMap<>();

    @Override
    public Buffer take(Kernels kernels, long length) {
        Deque<Buffer> ofLength = idle.get(length);
        Buffer buffer = ofLength == null ? null : ofLength.poll();
        return buffer == null ? kernels.allocate(length) : buffer;
    }

    /** Gives a buffer back that nobody reads any more. */
    void give(Buffer buffer) {
        idle.computeIfAbsent(buffer.length(), length -> new ConcurrentLinkedDeque<>())
                .push(buffer);
    }

    @Override
    public void close() {
        idle.values().forEach(buffers -> buffers.forEach(Buffer::close));
        idle.clear();
    }
}
