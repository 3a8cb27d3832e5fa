package io.plateau.model.kernel;

import java.util.Objects;

/**
 * Equally shaped row-major windows at a constant distance: element (i, j) of member c lies at
 * {@code offset + c * step + i * stride + j}.
 *
 * <p>As an input of an operation over n members a batch must have n members, or one, which then stands for all n.
 *
 * @param buffer where the elements lie
 * @param offset position of element (0, 0) of member 0
 * @param count number of members
 * @param step distance between two members; 0 repeats the same window and is for inputs only
 * @param rows rows of each member
 * @param columns columns of each member
 * @param stride distance between two rows of a member
 */
public record Batch(Buffer buffer, long offset, int count, long step, int rows, int columns, int stride) {

    /** Checks that all members lie inside the buffer. */
    public Batch {
        Objects.requireNonNull(buffer, "buffer");
        if (offset < 0 || count < 0 || step < 0 || rows < 0 || columns < 0 || (rows > 1 && stride < columns)) {
            throw new IllegalArgumentException("not a batch: offset " + offset + ", " + count + " of " + rows + " x "
                    + columns + ", stride " + stride + ", step " + step);
        }
        if (count > 0
                && rows > 0
                && columns > 0
                && offset + (count - 1) * step + (rows - 1L) * stride + columns > buffer.length()) {
            throw new IllegalArgumentException("batch of " + count + " of " + rows + " x " + columns + " at " + offset
                    + " leaves its buffer of " + buffer.length());
        }
    }

    /** Dense members one after another. */
    public static Batch dense(Buffer buffer, long offset, int count, int rows, int columns) {
        return new Batch(buffer, offset, count, (long) rows * columns, rows, columns, columns);
    }

    /** Member {@code index}; of a batch of one, its only member whatever the index. */
    public Matrix member(int index) {
        return new Matrix(buffer, start(index), rows, columns, stride);
    }

    /** The members {@code from .. from + members - 1}; a batch of one stays what it is. */
    public Batch members(int from, int members) {
        return count == 1 ? this : new Batch(buffer, start(from), members, step, rows, columns, stride);
    }

    /** Position of element (0, 0) of a member; of a batch of one, of its only member. */
    public long start(int index) {
        return count == 1 ? offset : offset + index * step;
    }

    /** Rejects a batch that has neither {@code members} members nor one. */
    Batch requireCount(int members) {
        if (count != members && count != 1) {
            throw new IllegalArgumentException("batch of " + count + " where " + members + " (or 1) are needed");
        }
        return this;
    }

    /** Rejects other shapes of the members. */
    Batch requireShape(int wantedRows, int wantedColumns) {
        if (rows != wantedRows || columns != wantedColumns) {
            throw new IllegalArgumentException("members of " + rows + " x " + columns + " where " + wantedRows + " x "
                    + wantedColumns + " are needed");
        }
        return this;
    }
}
