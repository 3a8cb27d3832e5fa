package io.plateau.model.kernel;

import java.util.Objects;

/**
 * A row-major window of a buffer: element (i, j) lies at {@code offset + i * stride + j}.
 *
 * @param buffer where the elements lie
 * @param offset position of element (0, 0)
 * @param rows number of rows, may be 0
 * @param columns number of columns, may be 0
 * @param stride distance between two rows, at least {@code columns} unless there is at most one row
 */
public record Matrix(Buffer buffer, long offset, int rows, int columns, int stride) {

    /** Checks that the window lies inside the buffer. */
    public Matrix {
        Objects.requireNonNull(buffer, "buffer");
        if (offset < 0 || rows < 0 || columns < 0 || (rows > 1 && stride < columns)) {
            throw new IllegalArgumentException(
                    "not a window: offset " + offset + ", " + rows + " x " + columns + ", stride " + stride);
        }
        if (rows > 0 && columns > 0 && offset + (rows - 1L) * stride + columns > buffer.length()) {
            throw new IllegalArgumentException("window of " + rows + " x " + columns + " at " + offset + ", stride "
                    + stride + ", leaves its buffer of " + buffer.length());
        }
    }

    /** A dense window: stride = columns. */
    public static Matrix dense(Buffer buffer, long offset, int rows, int columns) {
        return new Matrix(buffer, offset, rows, columns, columns);
    }

    /** The rows {@code from .. from + count - 1}. */
    public Matrix rows(int from, int count) {
        return new Matrix(buffer, offset + (long) from * stride, count, columns, stride);
    }

    /** The columns {@code from .. from + count - 1} of every row. */
    public Matrix columns(int from, int count) {
        return new Matrix(buffer, offset + from, rows, count, stride);
    }

    /** This window as the single member of a batch, which every operation broadcasts. */
    public Batch alone() {
        return new Batch(buffer, offset, 1, 0, rows, columns, stride);
    }

    /**
     * Each row read as a matrix: row i gives member i, {@code rows x columns} elements of it from {@code from} on, dense.
     * One row gives a batch of one, which every operation broadcasts.
     */
    public Batch unfold(long from, int memberRows, int memberColumns) {
        return new Batch(buffer, offset + from, rows, rows == 1 ? 0 : stride, memberRows, memberColumns, memberColumns);
    }
}
