package io.plateau.math.weighting;

import java.util.Arrays;

/**
 * The quadratic program {@code min w'Mw/2 + p'w} over the simplex {@code w >= 0, sum w = 1}, where M is the Gram matrix of
 * some points and {@code p_i} is linear in the point i. With {@code p = 0} it is the point of least norm in their convex hull.
 *
 * <p>Wolfe's active-set algorithm (Finding the nearest point in a polytope, 1976, doi 10.1007/BF01580381): finite and exact up
 * to rounding. {@link AffineSystem} solves its subproblems.
 */
final class SimplexProgram {
    private static final double EPSILON = Math.ulp(1.0);

    /**
     * What rounding leaves of the squared norm of a vanishing combination, over its squared length: one unit for entries that are
     * rounded once, some dozen for sums over many coordinates.
     */
    private static final double ORIGIN = 64 * EPSILON;

    private final int n;
    private final double[] gram;
    private final double[] linear;
    private final double[] weights;
    private final double[] slopes;
    private final double[] magnitudes;
    private final int[] active;
    private final boolean[] refused;
    private final double shortest;
    private final AffineSystem system;
    private int size;
    private int iterations;
    private double meanSlope;
    private double meanMagnitude;
    private double objective;

    private SimplexProgram(double[] gram, double[] linear, int n) {
        this.n = n;
        this.gram = gram;
        this.linear = linear;
        weights = new double[n];
        slopes = new double[n];
        magnitudes = new double[n];
        active = new int[n];
        refused = new boolean[n];
        int best = 0;
        double least = 0;
        for (int i = 0; i < n; i++) {
            double squared = gram[i * n + i];
            if (0.5 * squared + linear[i] < 0.5 * gram[best * n + best] + linear[best]) {
                best = i;
            }
            if (squared > 0 && (least == 0 || squared < least)) {
                least = squared;
            }
        }
        shortest = least;
        system = new AffineSystem(gram, linear, n);
        active[0] = best;
        size = 1;
        weights[best] = 1;
    }

    /**
     * Finds the point of least norm.
     *
     * @param gram K * K entries of a finite Gram matrix, row after row; not changed
     * @param n number of points K
     * @return the point of least norm
     */
    static SimplexProgram leastNorm(double[] gram, int n) {
        return of(gram, new double[n], n);
    }

    /**
     * Solves the problem with a linear term.
     *
     * @param gram K * K entries of a finite Gram matrix, row after row; not changed
     * @param linear p, K finite numbers; not changed
     * @param n number of points K
     * @return the solved problem
     */
    static SimplexProgram of(double[] gram, double[] linear, int n) {
        SimplexProgram problem = new SimplexProgram(gram, linear, n);
        problem.solve();
        EqualPoints.share(gram, linear, problem.weights);
        return problem;
    }

    /** The weights: at least 0, sum 1; equal for equal points. */
    double[] weights() {
        return weights;
    }

    /** The number of active sets tried. */
    int iterations() {
        return iterations;
    }

    /** {@code w'Mw}, not below 0. */
    double squaredNorm() {
        return Math.max(0, form(weights));
    }

    /** Whether the point is the origin as far as a Gram matrix in double can tell. */
    boolean isOrigin() {
        return isOrigin(squaredNorm(), length());
    }

    /**
     * Whether a combination of gradients vanishes to rounding.
     *
     * @param squaredNorm {@code ||sum w_i g_i||^2} as computed
     * @param length {@code sum w_i ||g_i||}
     * @return whether the first is within the rounding error of its own computation
     */
    static boolean isOrigin(double squaredNorm, double length) {
        return squaredNorm <= ORIGIN * length * length;
    }

    /** {@code ||sum w_i g_i|| / sum w_i ||g_i||}; 0 when all the gradients with a weight are zero. */
    double relativeNorm() {
        double length = length();
        return length == 0 ? 0 : Math.sqrt(squaredNorm()) / length;
    }

    /**
     * How the solution moves with the linear term as long as the active points stay: for {@code f p} instead of {@code p} the
     * squared norm is {@code still + f^2 moving}.
     *
     * @return {still, moving}, both at least 0
     */
    double[] path() {
        if (!system.solve(active, size)) {
            return new double[] {squaredNorm(), 0};
        }
        double[] at = new double[n];
        double[] by = new double[n];
        for (int a = 0; a < size; a++) {
            at[active[a]] = system.still(a);
            by[active[a]] = system.moving(a);
        }
        return new double[] {Math.max(0, form(at)), Math.max(0, form(by))};
    }

    private void solve() {
        evaluate();
        if (shortest == 0) {
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
            double before = objective;
            double[] last = weights.clone();
            active[size++] = entering;
            boolean moved = descend();
            evaluate();
            if (moved && objective < before) {
                Arrays.fill(refused, false);
            } else {
                // No descent in double: the last point was as good without this one.
                restore(last);
                refused[entering] = true;
            }
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
            double gap = meanSlope - slopes[j];
            double relative = gap / Math.sqrt(gram[j * n + j] + shortest);
            if (gap > 4 * EPSILON * (magnitudes[j] + meanMagnitude) && relative > depth) {
                depth = relative;
                best = j;
            }
        }
        return best;
    }

    /**
     * Moves to the least point of the affine hull of the active points, dropping those that get in the way.
     *
     * @return false when the points are affinely dependent to rounding
     */
    private boolean descend() {
        while (system.solve(active, size)) {
            double step = 1;
            int blocking = -1;
            for (int a = 0; a < size; a++) {
                if (system.minimiser(a) <= 0) {
                    double weight = weights[active[a]];
                    double reach = weight / (weight - system.minimiser(a));
                    if (blocking < 0 || reach < step) {
                        step = reach;
                        blocking = active[a];
                    }
                }
            }
            int kept = 0;
            for (int a = 0; a < size; a++) {
                int i = active[a];
                double weight =
                        blocking < 0 ? system.minimiser(a) : weights[i] + step * (system.minimiser(a) - weights[i]);
                weights[i] = i == blocking ? 0 : Math.max(0, weight);
                if (weights[i] > 0) {
                    active[kept++] = i;
                }
            }
            size = kept;
            if (blocking < 0) {
                return true;
            }
        }
        return false;
    }

    private void restore(double[] last) {
        System.arraycopy(last, 0, weights, 0, n);
        size = 0;
        for (int i = 0; i < n; i++) {
            if (weights[i] > 0) {
                active[size++] = i;
            }
        }
        evaluate();
    }

    /** Slopes of the objective, their mean at the point, and the size of the terms they are summed from. */
    private void evaluate() {
        meanSlope = 0;
        meanMagnitude = 0;
        objective = 0;
        for (int i = 0; i < n; i++) {
            double product = 0;
            double magnitude = Math.abs(linear[i]);
            for (int j = 0; j < n; j++) {
                double term = gram[i * n + j] * weights[j];
                product += term;
                magnitude += Math.abs(term);
            }
            slopes[i] = product + linear[i];
            magnitudes[i] = magnitude;
            meanSlope += weights[i] * slopes[i];
            meanMagnitude += weights[i] * magnitude;
            objective += weights[i] * (0.5 * product + linear[i]);
        }
    }

    private double form(double[] x) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double product = 0;
            for (int j = 0; j < n; j++) {
                product += gram[i * n + j] * x[j];
            }
            sum += x[i] * product;
        }
        return sum;
    }

    private double length() {
        double length = 0;
        for (int i = 0; i < n; i++) {
            length += weights[i] * Math.sqrt(gram[i * n + i]);
        }
        return length;
    }
}
