package io.plateau.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Cholesky factors and least-squares solutions, checked by multiplying back. */
final class FactorisationTest {
    private static double[] definite(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][n + 2];
        for (double[] row : rows) {
            for (int p = 0; p < row.length; p++) {
                row[p] = random.nextGaussian();
            }
        }
        return Gram.ofRows(rows).toArray();
    }

    private static double[] times(double[] a, double[] x) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                product[i] += a[i * x.length + j] * x[j];
            }
        }
        return product;
    }

    @Test
    void choleskySolvesDefiniteSystems() {
        for (int n : new int[] {1, 2, 3, 11, 40}) {
            double[] a = definite(n, n);
            double[] b = new double[n];
            for (int i = 0; i < n; i++) {
                b[i] = i - 1.5;
            }
            double[] factor = a.clone();
            double[] x = b.clone();
            assertThat(UpperCholesky.factor(factor, n, 0)).isTrue();
            UpperCholesky.solve(factor, n, x);
            double[] back = times(a, x);
            for (int i = 0; i < n; i++) {
                assertThat(back[i]).isCloseTo(b[i], within(1e-9));
            }
        }
    }

    @Test
    void choleskyRefusesIndefiniteAndSpoiltMatrices() {
        assertThat(UpperCholesky.factor(new double[] {1, 2, 2, 1}, 2, 0)).isFalse();
        assertThat(UpperCholesky.factor(new double[] {Double.NaN}, 1, 0)).isFalse();
        assertThat(UpperCholesky.factor(new double[] {1, 1, 1, 1}, 2, 1e-14)).isFalse();
    }

    @Test
    void solvesRegularSystems() {
        double[] a = definite(6, 4);
        double[] x = {1, -2, 3, -4, 5, -6};
        LeastSquares.Solution solution = LeastSquares.solve(a, times(a, x), 6);
        for (int i = 0; i < 6; i++) {
            assertThat(solution.x()[i]).isCloseTo(x[i], within(1e-9));
        }
        assertThat(solution.residual()).isLessThan(1e-11);
    }

    @Test
    void takesTheSolutionOfLeastNormForSingularSystems() {
        double[] a = {1, 1, 1, 1};
        LeastSquares.Solution consistent = LeastSquares.solve(a, new double[] {2, 2}, 2);
        assertThat(consistent.x()[0]).isCloseTo(1, within(1e-14));
        assertThat(consistent.x()[1]).isCloseTo(1, within(1e-14));
        LeastSquares.Solution contradiction = LeastSquares.solve(a, new double[] {2, 0}, 2);
        assertThat(contradiction.residual()).isCloseTo(1, within(1e-14));
        assertThat(LeastSquares.pseudoInverse(new double[4], new double[] {1, 1}, 2))
                .containsExactly(0, 0);
    }
}
