package io.plateau.math.weighting;

import io.plateau.math.linalg.Gram;
import io.plateau.math.linalg.SymmetricProduct;
import io.plateau.math.linalg.UpperCholesky;

/**
 * Newton's method for {@code M a = 1/a, a > 0}; one solver per thread, its workspace is kept between calls.
 *
 * <p>With unit-diagonal scaling {@code C = D^-1 M D^-1}, {@code b = D a} the solution minimises the self-concordant {@code
 * phi(b) = b'Cb/2 - sum log b_i}. In the relative step {@code b (1 - t u)} Newton's system is {@code (BCB + I) u = r} with the
 * relative residual {@code r_i = b_i (Cb)_i - 1}: its eigenvalues are at least 1, so the factorisation cannot fail, not
 * even for a singular M.
 *
 * <p>Far from the solution the step length minimises phi along the step (a convex function of one variable, a few Newton steps
 * from the self-concordant step {@code 1/(1+lambda)}) and then along the ray through the new point (closed form). Near it, full
 * steps converge quadratically, and the last factorisation serves for correction steps down to rounding.
 */
final class NashSolver {
    /** Squared Newton decrement below which full steps are safe (theory: lambda < 1/4). */
    private static final double FULL_STEP = 1.0 / 16;

    /** Squared Newton decrement below which the last factorisation is good enough for all corrections that remain. */
    private static final double CORRECTION = 1e-6;

    /** Relative residual that counts as solved; at well-posed input it comes out below 1e-12. */
    private static final double TOLERANCE = 1e-10;

    private static final int MOST_ITERATIONS = 50;
    private static final int MOST_CORRECTIONS = 20;
    private static final double EPSILON = Math.ulp(1.0);

    private int n;
    private double[] scaled = new double[0];
    private double[] hessian = new double[0];
    private double[] norm = new double[0];
    private double[] point = new double[0];
    private double[] product = new double[0];
    private double[] step = new double[0];
    private double[] residuals = new double[0];
    private double[] change = new double[0];
    private int iterations;
    private double residual;
    private double squared;

    /** How the search ended. */
    enum End {
        /** The residual is at rounding level. */
        SOLVED,
        /** A combination with positive weights vanished to rounding, or a gradient is zero. */
        VANISHED,
        /** The iterations ran out. */
        EXHAUSTED
    }

    /** Searches the solution for a finite Gram matrix. */
    End solve(Gram gram) {
        n = gram.tasks();
        reserve();
        gram.copyInto(scaled);
        iterations = 0;
        residual = Double.POSITIVE_INFINITY;
        if (!scale() || !start()) {
            return End.VANISHED;
        }
        double last = Double.POSITIVE_INFINITY;
        while (iterations < MOST_ITERATIONS) {
            iterations++;
            double decrement = newtonStep();
            if (decrement < FULL_STEP) {
                for (int i = 0; i < n; i++) {
                    point[i] *= 1 - step[i];
                }
                SymmetricProduct.of(scaled, n, point, product);
                // Full steps square the decrement; one that does not is held up by rounding (nearly opposed gradients).
                if (decrement < CORRECTION || decrement > 0.25 * last) {
                    correct();
                    if (vanished()) {
                        return End.VANISHED;
                    }
                    if (residual <= TOLERANCE + attainableResidual()) {
                        return End.SOLVED;
                    }
                }
                last = decrement;
            } else {
                lineSearch(Math.sqrt(decrement));
                if (!moveAlongRay()) {
                    return End.VANISHED;
                }
            }
        }
        residual = evaluate();
        return End.EXHAUSTED;
    }

    int iterations() {
        return iterations;
    }

    /** {@code max_i |a_i (M a)_i - 1|} of the last point. */
    double residual() {
        return residual;
    }

    /** The residual that rounding alone can leave at the last point: {@code (Cb)_i} cancels when b is large. */
    private double attainableResidual() {
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, point[i]);
            sum += point[i];
        }
        return 8 * EPSILON * largest * sum;
    }

    /** The weights of the last point, for gradients as they are. */
    double[] weights() {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = point[i] / norm[i];
        }
        return weights;
    }

    /** The first task with a zero gradient, or -1. */
    int zeroTask() {
        for (int i = 0; i < n; i++) {
            if (norm[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The Gram matrix of the unit gradients; valid until the next call and only if no gradient is zero. */
    double[] scaledGram() {
        return scaled;
    }

    /** The norm of one gradient of the last problem. */
    double norm(int task) {
        return norm[task];
    }

    private void reserve() {
        if (point.length < n) {
            norm = new double[n];
            point = new double[n];
            product = new double[n];
            step = new double[n];
            residuals = new double[n];
            change = new double[n];
            scaled = new double[n * n];
            hessian = new double[n * n];
        }
    }

    private boolean scale() {
        boolean positive = true;
        for (int i = 0; i < n; i++) {
            norm[i] = Math.sqrt(scaled[i * n + i]);
            step[i] = 1 / norm[i];
            positive &= norm[i] > 0;
        }
        if (!positive) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            double factor = step[i];
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = scaled[i * n + j] * factor * step[j];
            }
            scaled[i * n + i] = 1;
        }
        return true;
    }

    private boolean start() {
        for (int i = 0; i < n; i++) {
            point[i] = 1;
        }
        SymmetricProduct.of(scaled, n, point, product);
        return moveAlongRay();
    }

    /** Solves Newton's system at the point into {@code step}; returns the squared Newton decrement. */
    private double newtonStep() {
        for (int i = 0; i < n; i++) {
            int row = i * n;
            double factor = point[i];
            for (int j = i; j < n; j++) {
                hessian[row + j] = factor * scaled[row + j] * point[j];
            }
            hessian[row + i] += 1;
            residuals[i] = factor * product[i] - 1;
            step[i] = residuals[i];
        }
        UpperCholesky.factor(hessian, n, 0);
        UpperCholesky.solve(hessian, n, step);
        double decrement = 0;
        for (int i = 0; i < n; i++) {
            decrement += residuals[i] * step[i];
        }
        return decrement;
    }

    /** Moves to (about) the least value of phi along the Newton step. */
    private void lineSearch(double lambda) {
        for (int i = 0; i < n; i++) {
            residuals[i] = -point[i] * step[i];
        }
        SymmetricProduct.of(scaled, n, residuals, change);
        double slope = 0;
        double curvature = 0;
        for (int i = 0; i < n; i++) {
            slope += residuals[i] * product[i];
            curvature += residuals[i] * change[i];
        }
        double length = 1 / (1 + lambda);
        for (int round = 0; round < 3; round++) {
            double first = slope + length * curvature;
            double second = curvature;
            for (int i = 0; i < n; i++) {
                double ratio = step[i] / (1 - length * step[i]);
                first += ratio;
                second += ratio * ratio;
            }
            // Damped by its own decrement, so 1 - length * step stays positive.
            length -= first / (second + Math.abs(first) * Math.sqrt(second));
        }
        for (int i = 0; i < n; i++) {
            point[i] *= 1 - length * step[i];
        }
        SymmetricProduct.of(scaled, n, point, product);
    }

    /** Scales the point to {@code b'Cb = n}, where phi is least on its ray; false when the combination vanishes. */
    private boolean moveAlongRay() {
        if (vanished()) {
            return false;
        }
        double factor = Math.sqrt(n / squared);
        for (int i = 0; i < n; i++) {
            point[i] *= factor;
            product[i] *= factor;
        }
        return true;
    }

    private boolean vanished() {
        squared = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            squared += point[i] * product[i];
            sum += point[i];
        }
        return SimplexProgram.isOrigin(squared, sum);
    }

    /** Corrects with the factorisation at hand until the residual no longer shrinks clearly. */
    private void correct() {
        residual = evaluate();
        for (int round = 0; round < MOST_CORRECTIONS && residual > 4 * EPSILON; round++) {
            System.arraycopy(residuals, 0, step, 0, n);
            UpperCholesky.solve(hessian, n, step);
            System.arraycopy(point, 0, change, 0, n);
            for (int i = 0; i < n; i++) {
                point[i] *= 1 - step[i];
            }
            double before = residual;
            SymmetricProduct.of(scaled, n, point, product);
            residual = evaluate();
            if (residual > 0.9 * before) {
                if (residual > before) {
                    System.arraycopy(change, 0, point, 0, n);
                    SymmetricProduct.of(scaled, n, point, product);
                    residual = before;
                }
                return;
            }
        }
    }

    private double evaluate() {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            residuals[i] = point[i] * product[i] - 1;
            largest = Math.max(largest, Math.abs(residuals[i]));
        }
        return largest;
    }
}
