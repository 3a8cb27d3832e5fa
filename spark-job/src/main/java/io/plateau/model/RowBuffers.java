package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;

/** Where the buffers of a step's gradient rows come from: some {@link Kernels#allocate}, or ones that were handed over before. */
public interface RowBuffers {
    /**
     * A buffer.
     *
     * @param kernels what will work on it
     * @param length number of elements; their values are undefined
     */
    Buffer take(Kernels kernels, long length);
}
