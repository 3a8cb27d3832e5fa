package io.plateau.math.linalg;

/**
 * Cholesky factorisation {@code A = U'U} in place, without allocation, for matrices of a few dozen rows.
 *
 * <p>Row-oriented: every inner loop runs over neighbouring numbers, so the compiler vectorises it; at this size that beats a
 * general library, which has to allocate or to copy. Only the upper triangle is read and written. The diagonal holds the
 * reciprocals of the diagonal of U afterwards, because the solves need only those.
 */
public final class UpperCholesky {
    private UpperCholesky() {}

    /**
     * Factorises a symmetric positive definite matrix.
     *
     * @param a row-major matrix with row length {@code n}; overwritten by the factor
     * @param n its size
     * @param smallest the factorisation stops at a pivot (a squared diagonal element of U) that is not above this number
     * @return whether all pivots were above {@code smallest}; if not, {@code a} is spoilt
     */
    public static boolean factor(double[] a, int n, double smallest) {
        for (int k = 0; k < n; k++) {
            int row = k * n;
            double pivot = a[row + k];
            if (!(pivot > smallest)) {
                return false;
            }
            double reciprocal = 1 / Math.sqrt(pivot);
            a[row + k] = reciprocal;
            for (int j = k + 1; j < n; j++) {
                a[row + j] *= reciprocal;
            }
            for (int i = k + 1; i < n; i++) {
                double factor = a[row + i];
                int target = i * n;
                for (int j = i; j < n; j++) {
                    a[target + j] -= factor * a[row + j];
                }
            }
        }
        return true;
    }

    /**
     * Solves {@code U'U x = b}.
     *
     * @param a what {@link #factor} left
     * @param n its size
     * @param x b on entry, x on return
     */
    public static void solve(double[] a, int n, double[] x) {
        for (int k = 0; k < n; k++) {
            int row = k * n;
            double value = x[k] * a[row + k];
            x[k] = value;
            for (int j = k + 1; j < n; j++) {
                x[j] -= value * a[row + j];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            int row = k * n;
            double sum = x[k];
            for (int j = k + 1; j < n; j++) {
                sum -= a[row + j] * x[j];
            }
            x[k] = sum * a[row + k];
        }
    }
}
