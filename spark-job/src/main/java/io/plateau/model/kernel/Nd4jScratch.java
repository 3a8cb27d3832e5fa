package io.plateau.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays for intermediate results, as large as the largest so far, and constants. */
final class Nd4jScratch implements AutoCloseable {
    private static final int ARRAYS = 3;

    private final Nd4jBlock[] blocks = new Nd4jBlock[ARRAYS];
    private Nd4jBlock ones;

    /** Scratch array {@code index}, dense, of undefined content. */
    INDArray matrix(int index, int rows, int columns) {
        return Nd4jBlock.view(window(index, rows, columns));
    }

    /** The same as a window. */
    Matrix window(int index, int rows, int columns) {
        return Matrix.dense(atLeast(index, (long) rows * columns), 0, rows, columns);
    }

    /** As {@link #matrix}, in the shape of a batch. */
    INDArray like(int index, Batch b) {
        long length = (long) b.count() * b.rows() * b.columns();
        return Nd4jBlock.view(Batch.dense(atLeast(index, length), 0, b.count(), b.rows(), b.columns()));
    }

    /** A row of ones. */
    Matrix ones(int length) {
        if (ones == null || ones.length() < length) {
            close(ones);
            ones = new Nd4jBlock(length);
            ones.row(0, Math.max(length, 1)).assign(1);
        }
        return Matrix.dense(ones, 0, 1, length);
    }

    private Nd4jBlock atLeast(int index, long length) {
        if (blocks[index] == null || blocks[index].length() < length) {
            close(blocks[index]);
            blocks[index] = new Nd4jBlock(length);
        }
        return blocks[index];
    }

    private static void close(Nd4jBlock block) {
        if (block != null) {
            block.close();
        }
    }

    @Override
    public void close() {
        for (Nd4jBlock block : blocks) {
            close(block);
        }
        close(ones);
    }
}
