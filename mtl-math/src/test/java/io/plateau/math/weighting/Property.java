package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.math.linalg.TaskMatrix;

/** What a method may promise about its direction {@code d = A(G)}; every method's test names what its method promises. */
enum Property {
    /** {@code g_i . d >= 0} for all i. */
    NON_CONFLICTING {
        @Override
        void check(WeightingContract contract, TaskMatrix gradients) {
            double[] d = contract.direction(gradients);
            for (int k = 0; k < gradients.tasks(); k++) {
                double bound = 1e-9 * Outcomes.norm(gradients.row(k)) * Outcomes.norm(d);
                assertThat(Matrices.product(gradients.row(k), d)).isGreaterThanOrEqualTo(-bound);
            }
        }
    },
    /** {@code A(diag(c) G)} is linear in c > 0. */
    LINEAR_UNDER_SCALING {
        @Override
        void check(WeightingContract contract, TaskMatrix gradients) {
            double[] a = contract.direction(Matrices.scaled(gradients, 0.5, 1.25, 3));
            double[] b = contract.direction(Matrices.scaled(gradients, 2, 0.75, 0.25));
            double[] both = contract.direction(Matrices.scaled(gradients, 2.5, 2, 3.25));
            double[] sum = new double[a.length];
            for (int p = 0; p < a.length; p++) {
                sum[p] = a[p] + b[p];
            }
            assertThat(Outcomes.distance(sum, both)).isLessThanOrEqualTo(1e-9 * contract.size(gradients));
        }
    },
    /** {@code A(diag(c) G) = A(G)} for c > 0. */
    SCALE_INVARIANT {
        @Override
        void check(WeightingContract contract, TaskMatrix gradients) {
            double[] d = contract.direction(gradients);
            double[] scaled = contract.direction(Matrices.scaled(gradients, 1e3, 0.1, 7));
            assertThat(Outcomes.distance(d, scaled)).isLessThanOrEqualTo(1e-8 * Outcomes.norm(d));
        }
    },
    /** The direction does not depend on the order of the tasks. */
    ORDER_INVARIANT {
        @Override
        void check(WeightingContract contract, TaskMatrix gradients) {
            int tasks = gradients.tasks();
            int[] reversed = new int[tasks];
            for (int k = 0; k < tasks; k++) {
                reversed[k] = tasks - 1 - k;
            }
            double[] d = contract.direction(gradients);
            double[] other = contract.direction(Matrices.permuted(gradients, reversed));
            assertThat(Outcomes.distance(d, other)).isLessThanOrEqualTo(1e-7 * contract.size(gradients));
        }
    };

    abstract void check(WeightingContract contract, TaskMatrix gradients);
}
