package io.plateau.math.weighting;

import java.util.Arrays;

/** Points with equal products are one point: they share its weight, so that a solution does not depend on their order. */
final class EqualPoints {
    private EqualPoints() {}

    /**
     * Gives all points with the same row of the Gram matrix and the same linear term the mean of their weights.
     *
     * @param gram K * K entries, row after row
     * @param linear K linear terms
     * @param weights K weights, changed
     */
    static void share(double[] gram, double[] linear, double[] weights) {
        int n = weights.length;
        boolean[] done = new boolean[n];
        int[] group = new int[n];
        for (int i = 0; i < n; i++) {
            int members = 0;
            double sum = 0;
            for (int j = i; j < n; j++) {
                if (!done[j] && linear[i] == linear[j] && equalRows(gram, n, i, j)) {
                    done[j] = true;
                    group[members++] = j;
                    sum += weights[j];
                }
            }
            for (int a = 0; a < members && members > 1; a++) {
                weights[group[a]] = sum / members;
            }
        }
    }

    private static boolean equalRows(double[] gram, int n, int i, int j) {
        return Arrays.equals(gram, i * n, i * n + n, gram, j * n, j * n + n);
    }
}
