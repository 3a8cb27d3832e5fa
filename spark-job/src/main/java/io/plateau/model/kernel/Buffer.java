package io.plateau.model.kernel;

/**
 * A one-dimensional block of numbers of one {@link Kernels} back end; where it lies and in which precision is the back end's
 * business.
 *
 * <p>Not thread-safe: a buffer belongs to one task slot at a time.
 */
public interface Buffer extends AutoCloseable {

    /** Number of elements. */
    long length();

    /** Frees the memory; later use of the buffer is an error. Closing twice does nothing. */
    @Override
    void close();
}
