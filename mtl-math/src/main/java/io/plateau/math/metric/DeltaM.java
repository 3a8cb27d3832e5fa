package io.plateau.math.metric;

/**
 * The mean relative gain over single-task training, in percent:
 *
 * <pre>  Delta_m = 100/K sum_k (-1)^{delta_k} (M_k - B_k) / B_k,   delta_k = 1 where a higher value is better</pre>
 *
 * <p>As in arXiv 1904.08918; negative is better than the baseline.
 */
public final class DeltaM {
    private DeltaM() {}

    /**
     * Delta_m of one method.
     *
     * @param metrics M, the method's value of each metric; K numbers
     * @param baseline B, the values of the models trained on one task each
     * @param higherIsBetter delta, per metric
     * @return the mean gain in percent; NaN when a value is NaN, not finite when a baseline is 0 and the method differs
     * @throws IllegalArgumentException if there is no metric or the lengths differ
     */
    public static double of(double[] metrics, double[] baseline, boolean[] higherIsBetter) {
        if (metrics.length == 0 || metrics.length != baseline.length || metrics.length != higherIsBetter.length) {
            throw new IllegalArgumentException(
                    "Delta_m needs as many metrics as baselines and directions, at least one: " + metrics.length + ", "
                            + baseline.length + ", " + higherIsBetter.length);
        }
        double sum = 0;
        for (int k = 0; k < metrics.length; k++) {
            double change = metrics[k] == baseline[k] ? 0 : (metrics[k] - baseline[k]) / baseline[k];
            sum += higherIsBetter[k] ? -change : change;
        }
        return 100 * sum / metrics.length;
    }
}
