package io.plateau.math.weighting;

/** The softmax function. */
final class Softmax {
    private Softmax() {}

    /** {@code total exp(z_k) / sum exp(z_j)}, shifted by the largest z so that nothing overflows. */
    static double[] of(double[] z, double total) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            largest = Math.max(largest, value);
        }
        double[] shares = new double[z.length];
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            shares[k] = Math.exp(z[k] - largest);
            sum += shares[k];
        }
        for (int k = 0; k < z.length; k++) {
            shares[k] *= total / sum;
        }
        return shares;
    }
}
