package io.plateau.math.weighting;

import io.plateau.math.linalg.UpperCholesky;
import java.util.Arrays;

/**
 * The point of least norm in the convex hull of the gradients: {@code min ||sum w_i g_i||} over {@code w >= 0, sum w = 1}, from
 * their Gram matrix.
 *
 * <p>Wolfe's active-set algorithm (Finding the nearest point in a polytope, 1976, doi 10.1007/BF01580381): finite and exact up
 * to rounding. Its affine systems are those of the lifted points {@code (g_i, sqrt sigma)}, so that a hull that contains the
 * origin makes no system singular; they are scaled to unit diagonal, because gradient norms may differ by 1e8.
 */
final class MinNormPoint {
    /** Relative pivot below which a point lies in the affine hull of the others to rounding. */
    private static final double SMALLEST_PIVOT = 1e-14;

    private static final double EPSILON = Math.ulp(1.0);

    private final int n;
    private final double[] gram;
    private final double[] weights;
    private final double[] products;
    private final double[] matrix;
    private final double[] scale;
    private final double[] affine;
    private final double[] correction;
    private final int[] active;
    private final boolean[] refused;
    private final double lift;
    private int size;
    private int iterations;
    private double squaredNorm;

    private MinNormPoint(double[] gram, int n) {
        this.n = n;
        this.gram = gram;
        weights = new double[n];
        products = new double[n];
        matrix = new double[n * n];
        scale = new double[n];
        affine = new double[n];
        correction = new double[n];
        active = new int[n];
        refused = new boolean[n];
        int shortest = 0;
        for (int i = 1; i < n; i++) {
            if (gram[i * n + i] < gram[shortest * n + shortest]) {
                shortest = i;
            }
        }
        lift = gram[shortest * n + shortest];
        active[0] = shortest;
        size = 1;
        weights[shortest] = 1;
    }

    /**
     * Solves the problem.
     *
     * @param gram K * K entries of a finite Gram matrix, row after row; not changed
     * @param n number of points K
     * @return the solved problem
     */
    static MinNormPoint of(double[] gram, int n) {
        MinNormPoint problem = new MinNormPoint(gram, n);
        problem.solve();
        return problem;
    }

    /** The weights: at least 0, sum 1. */
    double[] weights() {
        return weights;
    }

    /** The number of active sets tried. */
    int iterations() {
        return iterations;
    }

    /** {@code w'Mw}, not below 0. */
    double squaredNorm() {
        return Math.max(0, squaredNorm);
    }

    /** Whether the point is the origin as far as a Gram matrix in double can tell. */
    boolean isOrigin() {
        double length = 0;
        for (int i = 0; i < n; i++) {
            length += weights[i] * Math.sqrt(gram[i * n + i]);
        }
        return isOrigin(squaredNorm, length, n);
    }

    /**
     * Whether a combination of gradients vanishes to rounding.
     *
     * @param squaredNorm {@code ||sum w_i g_i||^2} as computed
     * @param length {@code sum w_i ||g_i||}
     * @param n number of gradients
     * @return whether the first is within the rounding error of its own computation
     */
    static boolean isOrigin(double squaredNorm, double length, int n) {
        return squaredNorm <= 4 * n * EPSILON * length * length;
    }

    /** {@code ||sum w_i g_i|| / sum w_i ||g_i||}; 0 when all the gradients with a weight are zero. */
    double relativeNorm() {
        double length = 0;
        for (int i = 0; i < n; i++) {
            length += weights[i] * Math.sqrt(gram[i * n + i]);
        }
        return length == 0 ? 0 : Math.sqrt(squaredNorm()) / length;
    }

    private void solve() {
        evaluate();
        if (lift == 0) {
            return;
        }
        // Wolfe's algorithm visits no active set twice; the bound only guards against rounding.
        int bound = 50 + 20 * n;
        while (iterations < bound) {
            iterations++;
            int entering = entering();
            if (entering < 0) {
                return;
            }
            double before = squaredNorm;
            double[] old = weights.clone();
            active[size++] = entering;
            if (!descend(entering)) {
                refused[entering] = true;
                continue;
            }
            evaluate();
            if (squaredNorm > before) {
                // Only rounding can make the norm grow: the last point was the best in double.
                System.arraycopy(old, 0, weights, 0, n);
                evaluate();
                return;
            }
            Arrays.fill(refused, false);
            refused[entering] = squaredNorm == before;
        }
    }

    /** The point most clearly below the supporting hyperplane of the present point, or -1 when none is. */
    private int entering() {
        int best = -1;
        double depth = 0;
        for (int j = 0; j < n; j++) {
            if (weights[j] > 0 || refused[j]) {
                continue;
            }
            double magnitude = 0;
            for (int i = 0; i < n; i++) {
                magnitude += weights[i] * Math.abs(gram[j * n + i]);
            }
            double gap = squaredNorm - products[j];
            double relative = gap / Math.sqrt(gram[j * n + j]);
            if (gap > 4 * EPSILON * (magnitude + squaredNorm) && relative > depth) {
                depth = relative;
                best = j;
            }
        }
        return best;
    }

    /** Moves to the least point of the affine hull of the active points, dropping those that get in the way. */
    private boolean descend(int entering) {
        while (true) {
            if (!affineMinimiser()) {
                remove(entering);
                return false;
            }
            double step = 1;
            for (int a = 0; a < size; a++) {
                if (affine[a] <= 0) {
                    double weight = weights[active[a]];
                    step = Math.min(step, weight / (weight - affine[a]));
                }
            }
            int kept = 0;
            for (int a = 0; a < size; a++) {
                int i = active[a];
                double weight = step == 1 ? affine[a] : weights[i] + step * (affine[a] - weights[i]);
                boolean blocks = affine[a] <= 0 && weights[i] <= step * (weights[i] - affine[a]);
                weights[i] = blocks || weight <= 0 ? 0 : weight;
                if (weights[i] > 0) {
                    active[kept++] = i;
                }
            }
            boolean complete = kept == size;
            size = kept;
            if (complete) {
                return true;
            }
            if (size == 1) {
                weights[active[0]] = 1;
                return true;
            }
        }
    }

    private void remove(int point) {
        int kept = 0;
        for (int a = 0; a < size; a++) {
            if (active[a] != point) {
                active[kept++] = active[a];
            }
        }
        size = kept;
        weights[point] = 0;
        double sum = 0;
        for (int a = 0; a < size; a++) {
            sum += weights[active[a]];
        }
        for (int a = 0; a < size; a++) {
            weights[active[a]] /= sum;
        }
    }

    /** Solves (M + sigma 11') v = 1 on the active points and normalises v to sum 1. */
    private boolean affineMinimiser() {
        for (int a = 0; a < size; a++) {
            scale[a] = 1 / Math.sqrt(gram[active[a] * n + active[a]] + lift);
        }
        fillMatrix();
        if (!UpperCholesky.factor(matrix, size, SMALLEST_PIVOT)) {
            return false;
        }
        for (int a = 0; a < size; a++) {
            affine[a] = scale[a];
        }
        UpperCholesky.solve(matrix, size, affine);
        // One step of iterative refinement on the unfactored matrix: the systems may have condition 1e12.
        for (int a = 0; a < size; a++) {
            double rest = scale[a];
            for (int b = 0; b < size; b++) {
                rest -= lifted(a, b) * affine[b];
            }
            correction[a] = rest;
        }
        UpperCholesky.solve(matrix, size, correction);
        double sum = 0;
        for (int a = 0; a < size; a++) {
            affine[a] = (affine[a] + correction[a]) * scale[a];
            sum += affine[a];
        }
        for (int a = 0; a < size; a++) {
            affine[a] /= sum;
        }
        return true;
    }

    private void fillMatrix() {
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                matrix[a * size + b] = lifted(a, b);
            }
        }
    }

    private double lifted(int a, int b) {
        return (gram[active[a] * n + active[b]] + lift) * scale[a] * scale[b];
    }

    private void evaluate() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double product = 0;
            for (int a = 0; a < size; a++) {
                product += gram[i * n + active[a]] * weights[active[a]];
            }
            products[i] = product;
            sum += weights[i] * product;
        }
        squaredNorm = sum;
    }
}
