package io.plateau.cluster;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Gradient rows of one shard on the driver, one per task that has one; read-only. */
interface ShardRows {

    /** Whether task (or, where the plan fixed the weights, row) {@code task} has a row. */
    boolean has(int task);

    /**
     * {@code sum = sum + share * row[at, at + n)} for n columns of {@code sum}.
     *
     * @param kernels those of {@code sum} and {@code staging}
     * @param staging room for n floats
     */
    void add(int task, int at, double share, Kernels kernels, Matrix sum, Buffer staging);

    /** A copy of a row. */
    float[] row(int task);

    /** What all rows take on the wire. */
    long bytes();

    /** Gives the rows back; they must not be read any more. */
    void release();

    /** Some columns of rows as they cross the wire. */
    final class Sent implements ShardRows, Serializable {
        private static final long serialVersionUID = 1;

        private final int[] tasks;
        private final int from;
        private final int columns;
        private final WireFloats values;
        private final double lost;

        /** Copies the rows of some tasks. */
        Sent(Kernels kernels, Matrix rows, int[] tasks) {
            this(kernels, rows, tasks, 0, rows.columns(), false);
        }

        /**
         * Copies some columns of the rows of some tasks.
         *
         * @param from the first column
         * @param columns how many
         * @param half whether they are rounded to two bytes each
         */
        Sent(Kernels kernels, Matrix rows, int[] tasks, int from, int columns, boolean half) {
            this.tasks = tasks;
            this.from = from;
            this.columns = columns;
            float[] copy = new float[Math.multiplyExact(tasks.length, columns)];
            for (int i = 0; i < tasks.length; i++) {
                kernels.read(rows.buffer(), start(rows, tasks[i]) + from, copy, i * columns, columns);
            }
            lost = half ? BrainFloats.round(copy) : 0;
            values = new WireFloats(copy, half);
        }

        @Override
        public boolean has(int task) {
            return place(task) >= 0;
        }

        private int place(int task) {
            return Arrays.binarySearch(tasks, task);
        }

        @Override
        public void add(int task, int at, double share, Kernels kernels, Matrix sum, Buffer staging) {
            kernels.write(values.values(), place(task) * columns + at - from, staging, 0, sum.columns());
            kernels.accumulate(new double[] {share}, Matrix.dense(staging, 0, 1, sum.columns()), sum);
        }

        @Override
        public float[] row(int task) {
            int start = place(task) * columns;
            return Arrays.copyOfRange(values.values(), start, start + columns);
        }

        /** The rows of {@link #tasks}, one after another. */
        float[] values() {
            return values.values();
        }

        int[] tasks() {
            return tasks;
        }

        /** The sum of squares of what rounding lost. */
        double lost() {
            return lost;
        }

        @Override
        public long bytes() {
            return values.bytes();
        }

        @Override
        public void release() {
            // Nothing but memory of this process.
        }
    }

    /** Rows in the buffer that a slot of this process filled and handed over. */
    final class HandedOver implements ShardRows {
        private final Kernels kernels;
        private final Matrix rows;
        private final int[] tasks;
        private final BufferPool pool;

        /**
         * Takes rows over.
         *
         * @param pool where their buffer goes in the end
         */
        HandedOver(Kernels kernels, Matrix rows, int[] tasks, BufferPool pool) {
            this.kernels = kernels;
            this.rows = rows;
            this.tasks = tasks;
            this.pool = pool;
        }

        @Override
        public boolean has(int task) {
            return Arrays.binarySearch(tasks, task) >= 0;
        }

        @Override
        public void add(int task, int at, double share, Kernels adding, Matrix sum, Buffer staging) {
            adding.accumulate(new double[] {share}, rows.rows(task, 1).columns(at, sum.columns()), sum);
        }

        @Override
        public float[] row(int task) {
            float[] copy = new float[rows.columns()];
            kernels.read(rows.buffer(), start(rows, task), copy, 0, copy.length);
            return copy;
        }

        @Override
        public long bytes() {
            return (long) Float.BYTES * tasks.length * rows.columns();
        }

        @Override
        public void release() {
            pool.give(rows.buffer());
        }
    }

    private static long start(Matrix rows, int row) {
        return rows.offset() + (long) row * rows.stride();
    }

    /** The numbers of all rows of a matrix. */
    static int[] all(Matrix rows) {
        return IntStream.range(0, rows.rows()).toArray();
    }
}
