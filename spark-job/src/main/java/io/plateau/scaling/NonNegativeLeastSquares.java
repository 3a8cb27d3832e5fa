package io.plateau.scaling;

/**
 * {@code min |A x - b|^2, x >= 0} by descent along one coordinate after the other (Franc, Hlavac, Navara 2005,
 * doi 10.1007/11556121_50). The problem is convex, so it ends in the minimum; made for few columns.
 */
final class NonNegativeLeastSquares {
    private static final int MOST_ROUNDS = 1_000_000;
    private static final double SMALL = 1e-13;

    private NonNegativeLeastSquares() {}

    /**
     * Solves.
     *
     * @param a rows of equal length
     * @param b one number for each row
     * @return x; 0 for a column of zeros
     */
    static double[] solve(double[][] a, double[] b) {
        int n = a.length == 0 ? 0 : a[0].length;
        double[] scale = new double[n];
        for (int j = 0; j < n; j++) {
            double squares = 0;
            for (double[] row : a) {
                squares += row[j] * row[j];
            }
            scale[j] = Math.sqrt(squares);
        }
        double[][] gram = new double[n][n];
        double[] target = new double[n];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < n; j++) {
                if (scale[j] == 0) {
                    continue;
                }
                target[j] += a[i][j] / scale[j] * b[i];
                for (int k = 0; k < n; k++) {
                    gram[j][k] += scale[k] == 0 ? 0 : a[i][j] / scale[j] * (a[i][k] / scale[k]);
                }
            }
        }
        double[] x = descend(gram, target);
        for (int j = 0; j < n; j++) {
            x[j] = scale[j] == 0 ? 0 : x[j] / scale[j];
        }
        return x;
    }

    /** With columns of length 1. */
    private static double[] descend(double[][] gram, double[] target) {
        double[] x = new double[target.length];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double moved = 0;
            for (int j = 0; j < x.length; j++) {
                double gradient = -target[j];
                for (int k = 0; k < x.length; k++) {
                    gradient += gram[j][k] * x[k];
                }
                double next = Math.max(0, x[j] - gradient);
                moved = Math.max(moved, Math.abs(next - x[j]));
                x[j] = next;
            }
            if (moved < SMALL) {
                break;
            }
        }
        return x;
    }
}
