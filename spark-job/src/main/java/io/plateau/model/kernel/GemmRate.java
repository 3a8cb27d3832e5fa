package io.plateau.model.kernel;

/** The machine's own rate of matrix products: the yardstick of every benchmark. */
public final class GemmRate {
    private static final int SIZE = 256;
    private static final int ROUNDS = 15;
    private static final int CALLS = 40;

    private GemmRate() {}

    /**
     * Rate of a square product of the size of a common layer: the best of several rounds, so that other load on the machine
     * does not flatter what is compared with it.
     *
     * @param kernels the back end to measure
     * @return 10^9 floating-point operations per second
     */
    public static double gflops(Kernels kernels) {
        long best = Long.MAX_VALUE;
        long length = (long) SIZE * SIZE;
        try (Buffer buffer = kernels.allocate(3 * length)) {
            Batch a = Batch.dense(buffer, 0, 1, SIZE, SIZE);
            Batch b = Batch.dense(buffer, length, 1, SIZE, SIZE);
            Batch c = Batch.dense(buffer, 2 * length, 1, SIZE, SIZE);
            kernels.fill(a.member(0), 1e-3);
            kernels.fill(b.member(0), 1e-3);
            float[] one = new float[1];
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int call = 0; call < CALLS; call++) {
                    kernels.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, c);
                }
                // A back end may still be at it.
                kernels.read(buffer, 2 * length, one, 0, 1);
                best = Math.min(best, System.nanoTime() - start);
            }
        }
        return 2.0 * length * SIZE * CALLS / best;
    }
}
