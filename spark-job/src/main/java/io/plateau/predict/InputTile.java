package io.plateau.predict;

import io.plateau.data.Graphs;
import java.util.Arrays;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Some rows on their way to the model, as columns. The arrays are filled anew for every tile; nothing is kept from row to row. */
final class InputTile {
    /**
     * Rows of a table. The activations of a layer of 256 units take half a megabyte, which a second-level cache holds; below, products
     * lose speed to their own set-up.
     */
    static final int ROWS = 512;

    /** Molecules. */
    static final int MOLECULES = 64;

    private final long[] numbers;
    private final ColumnVector[] kept;
    private float[] x;
    private Graphs graphs;
    private int rows;

    /**
     * A tile without rows.
     *
     * @param capacity the most rows
     * @param features of a row; 0 where rows are molecules
     * @param kept columns that are only passed on
     */
    InputTile(int capacity, int features, int kept) {
        this.numbers = new long[capacity];
        this.x = new float[capacity * features];
        this.kept = new ColumnVector[kept];
    }

    /** The most rows. */
    int capacity() {
        return numbers.length;
    }

    /** Rows it holds. */
    int rows() {
        return rows;
    }

    void holds(int count) {
        rows = count;
    }

    void holdsMolecules(int count, float[] features, Graphs molecules) {
        rows = count;
        x = features;
        graphs = molecules;
    }

    /** Sets the numbers of the rows to first, first + 1, ... */
    void numberFrom(long first) {
        Arrays.setAll(numbers, row -> first + row);
    }

    /** What each row is called, the array itself. */
    long[] numbers() {
        return numbers;
    }

    /** Features, the array itself: rows x features, or those of the atoms. */
    float[] x() {
        return x;
    }

    /** The molecules; null for a table. */
    Graphs graphs() {
        return graphs;
    }

    /** The columns that are passed on, the array itself. */
    ColumnVector[] kept() {
        return kept;
    }
}
