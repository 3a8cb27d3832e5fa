package io.plateau.math.linalg;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/** Square systems that may be singular, solved through the singular value decomposition where they are. */
public final class LeastSquares {
    private static final double EPSILON = Math.ulp(1.0);

    /** Ratio of singular values below which a system counts as singular: what products in double lose at a few dozen rows. */
    private static final double SINGULAR = 1e-14;

    private LeastSquares() {}

    /**
     * A solution and how well it solves.
     *
     * @param x the solution; of least norm when the system is singular
     * @param residual largest magnitude in {@code A x - b}
     */
    public record Solution(double[] x, double residual) {}

    /**
     * Solves {@code A x = b}: by LU factorisation with one step of refinement when A is regular, by the pseudo-inverse when the
     * ratio of its singular values is below 1e-14.
     *
     * @param a n * n finite numbers, row after row; not changed
     * @param b n finite numbers; not changed
     * @param n size
     * @return the solution
     */
    public static Solution solve(double[] a, double[] b, int n) {
        double[] singularValues = singularValues(a, n);
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : singularValues) {
            largest = Math.max(largest, value);
            smallest = Math.min(smallest, value);
        }
        double[] x;
        if (smallest > SINGULAR * largest) {
            x = byFactorisation(a, b, n);
        } else {
            x = pseudoInverse(a, b, n, SINGULAR);
        }
        double residual = 0;
        for (double rest : rest(a, b, x, n)) {
            residual = Math.max(residual, Math.abs(rest));
        }
        return new Solution(x, residual);
    }

    /**
     * The least-squares solution of least norm, {@code pinv(A) b}, with singular values up to {@code n eps} times the largest one
     * counted as zero.
     *
     * @param a n * n finite numbers, row after row; not changed
     * @param b n finite numbers; not changed
     * @param n size
     * @return x
     */
    public static double[] pseudoInverse(double[] a, double[] b, int n) {
        return pseudoInverse(a, b, n, n * EPSILON);
    }

    private static double[] pseudoInverse(double[] a, double[] b, int n, double cutoff) {
        var svd = DecompositionFactory_DDRM.svd(n, n, true, true, true);
        if (!svd.decompose(new DMatrixRMaj(n, n, true, a.clone()))) {
            throw new ArithmeticException("the singular value decomposition of a " + n + " x " + n + " matrix failed");
        }
        double[] values = svd.getSingularValues();
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        double largest = 0;
        for (int k = 0; k < n; k++) {
            largest = Math.max(largest, values[k]);
        }
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            if (values[k] <= cutoff * largest) {
                continue;
            }
            double share = 0;
            for (int i = 0; i < n; i++) {
                share += u.unsafe_get(i, k) * b[i];
            }
            share /= values[k];
            for (int i = 0; i < n; i++) {
                x[i] += share * v.unsafe_get(i, k);
            }
        }
        return x;
    }

    private static double[] singularValues(double[] a, int n) {
        var svd = DecompositionFactory_DDRM.svd(n, n, false, false, true);
        if (!svd.decompose(new DMatrixRMaj(n, n, true, a.clone()))) {
            throw new ArithmeticException("the singular value decomposition of a " + n + " x " + n + " matrix failed");
        }
        return Arrays.copyOf(svd.getSingularValues(), n);
    }

    private static double[] byFactorisation(double[] a, double[] b, int n) {
        var solver = LinearSolverFactory_DDRM.linear(n);
        solver.setA(new DMatrixRMaj(n, n, true, a.clone()));
        double[] x = b.clone();
        DMatrixRMaj column = new DMatrixRMaj(n, 1);
        solver.solve(new DMatrixRMaj(n, 1, true, b), column);
        System.arraycopy(column.data, 0, x, 0, n);
        solver.solve(new DMatrixRMaj(n, 1, true, rest(a, b, x, n)), column);
        for (int i = 0; i < n; i++) {
            x[i] += column.data[i];
        }
        return x;
    }

    private static double[] rest(double[] a, double[] b, double[] x, int n) {
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            double value = b[i];
            for (int j = 0; j < n; j++) {
                value -= a[i * n + j] * x[j];
            }
            rest[i] = value;
        }
        return rest;
    }
}
