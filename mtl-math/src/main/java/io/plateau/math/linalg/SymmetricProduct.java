package io.plateau.math.linalg;

/** The product of a symmetric matrix with a vector, without allocation. */
public final class SymmetricProduct {
    private SymmetricProduct() {}

    /**
     * {@code target = A x}, summed by columns from first to last: unlike a sum along the row, the inner loop has no chain of
     * additions, so the compiler vectorises it.
     *
     * @param a symmetric n * n matrix, row after row
     * @param n size
     * @param x at least n numbers
     * @param target at least n long, another array than {@code x}
     */
    public static void of(double[] a, int n, double[] x, double[] target) {
        for (int i = 0; i < n; i++) {
            target[i] = 0;
        }
        for (int j = 0; j < n; j++) {
            double factor = x[j];
            int row = j * n;
            for (int i = 0; i < n; i++) {
                target[i] += factor * a[row + i];
            }
        }
    }
}
