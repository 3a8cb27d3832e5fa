package io.plateau.math.weighting;

import io.plateau.math.linalg.UpperCholesky;

/**
 * The minimiser of {@code w'Mw/2 + p'w} on the affine hull of some points, {@code sum w = 1} without bounds.
 *
 * <p>Wolfe's form: {@code w = v2 + t v1} with {@code (M + sigma 11') v1 = 1} (level), {@code (M + sigma 11') v2 = -p} (tilt) and t
 * such that the sum is 1. M + sigma 11' is the Gram matrix of the lifted points {@code (g_i, sqrt sigma)}, so a hull that
 * contains the origin makes it no more singular than any other. It is scaled to unit diagonal, because gradient norms may differ
 * by 1e8.
 */
final class AffineSystem {
    /** Relative pivot below which a point lies in the affine hull of the others to rounding. */
    private static final double SMALLEST_PIVOT = 1e-14;

    private final int n;
    private final double[] gram;
    private final double[] linear;
    private final double[] matrix;
    private final double[] scale;
    private final double[] level;
    private final double[] tilt;
    private final double[] right;
    private final double[] correction;
    private int[] active = new int[0];
    private int size;
    private double lift;
    private double levelSum;
    private double tiltSum;

    AffineSystem(double[] gram, double[] linear, int n) {
        this.n = n;
        this.gram = gram;
        this.linear = linear;
        matrix = new double[n * n];
        scale = new double[n];
        level = new double[n];
        tilt = new double[n];
        right = new double[n];
        correction = new double[n];
    }

    /**
     * Solves for the first {@code size} of the given points.
     *
     * @return false when they are affinely dependent to rounding; there is no result then
     */
    boolean solve(int[] points, int count) {
        active = points;
        size = count;
        lift = shortest();
        for (int a = 0; a < size; a++) {
            scale[a] = 1 / Math.sqrt(gram[active[a] * n + active[a]] + lift);
        }
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                matrix[a * size + b] = lifted(a, b);
            }
        }
        if (!UpperCholesky.factor(matrix, size, SMALLEST_PIVOT)) {
            return false;
        }
        for (int a = 0; a < size; a++) {
            right[a] = scale[a];
        }
        levelSum = solveInto(level);
        for (int a = 0; a < size; a++) {
            right[a] = -linear[active[a]] * scale[a];
        }
        tiltSum = solveInto(tilt);
        return true;
    }

    /** The minimiser's weight of one of the points, by its place among them. */
    double minimiser(int a) {
        return tilt[a] + (1 - tiltSum) / levelSum * level[a];
    }

    /** The part of the minimiser that does not depend on p: the minimiser for p = 0. */
    double still(int a) {
        return level[a] / levelSum;
    }

    /** The part of the minimiser that is proportional to p; its sum is 0. */
    double moving(int a) {
        return tilt[a] - tiltSum / levelSum * level[a];
    }

    /** Solves for {@code right}, with one step of refinement (conditions reach 1e12); returns the sum of the solution. */
    private double solveInto(double[] solution) {
        System.arraycopy(right, 0, solution, 0, size);
        UpperCholesky.solve(matrix, size, solution);
        for (int a = 0; a < size; a++) {
            double rest = right[a];
            for (int b = 0; b < size; b++) {
                rest -= lifted(a, b) * solution[b];
            }
            correction[a] = rest;
        }
        UpperCholesky.solve(matrix, size, correction);
        double sum = 0;
        for (int a = 0; a < size; a++) {
            solution[a] = (solution[a] + correction[a]) * scale[a];
            sum += solution[a];
        }
        return sum;
    }

    /** The least squared norm among the points that is not zero: a lift on their own scale keeps them well apart. */
    private double shortest() {
        double least = Double.POSITIVE_INFINITY;
        for (int a = 0; a < size; a++) {
            double squared = gram[active[a] * n + active[a]];
            least = squared > 0 ? Math.min(least, squared) : least;
        }
        return Double.isInfinite(least) ? 1 : least;
    }

    private double lifted(int a, int b) {
        return (gram[active[a] * n + active[b]] + lift) * scale[a] * scale[b];
    }
}
