package io.plateau.math.linalg;

/**
 * The task gradients G, K rows of P numbers in double, for small problems and tests.
 *
 * <p>Sums run over tasks and coordinates in ascending order, so equal input gives equal bits. Immutable; safe for use by
 * several threads.
 */
public final class TaskMatrix {
    private final double[][] rows;

    private TaskMatrix(double[][] rows) {
        this.rows = rows;
    }

    /**
     * The matrix with the given rows.
     *
     * @param rows K rows of equal length P, copied
     * @return the matrix
     * @throws IllegalArgumentException if there is no row or the rows differ in length
     */
    public static TaskMatrix of(double[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a task matrix needs at least one row");
        }
        double[][] copy = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            if (rows[k].length != rows[0].length) {
                throw new IllegalArgumentException(
                        "row " + k + " has " + rows[k].length + " numbers, row 0 has " + rows[0].length);
            }
            copy[k] = rows[k].clone();
        }
        return new TaskMatrix(copy);
    }

    /** The number of rows K. */
    public int tasks() {
        return rows.length;
    }

    /** The length P of every row. */
    public int parameters() {
        return rows[0].length;
    }

    /**
     * One row.
     *
     * @param task from 0
     * @return a copy of {@code g_task}
     */
    public double[] row(int task) {
        return rows[task].clone();
    }

    /** The Gram matrix {@code G G'}. */
    public Gram gram() {
        int tasks = rows.length;
        double[] products = new double[tasks * tasks];
        for (int i = 0; i < tasks; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int p = 0; p < rows[i].length; p++) {
                    sum += rows[i][p] * rows[j][p];
                }
                products[i * tasks + j] = sum;
                products[j * tasks + i] = sum;
            }
        }
        return Gram.of(tasks, products);
    }

    /**
     * The weighted sum of the rows, added task after task.
     *
     * @param weights K numbers
     * @return {@code G'w}, P numbers
     * @throws IllegalArgumentException if there is not one weight per row
     */
    public double[] combine(double[] weights) {
        if (weights.length != rows.length) {
            throw new IllegalArgumentException(rows.length + " weights are needed, not " + weights.length);
        }
        double[] direction = new double[rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            for (int p = 0; p < direction.length; p++) {
                direction[p] += weights[k] * rows[k][p];
            }
        }
        return direction;
    }
}
