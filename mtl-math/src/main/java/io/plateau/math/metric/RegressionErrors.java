package io.plateau.math.metric;

import java.io.Serializable;

/**
 * Mean absolute error, root mean squared error and R^2 of predictions, as an accumulator that can be merged: {@code a.merge(b)}
 * equals having added b's pairs to a, up to rounding.
 *
 * <p>The variance of the targets is kept by the updates of Welford and Chan (doi 10.1080/00031305.1983.10483115), so targets with
 * a large mean lose no digits. A pair with a NaN makes every error NaN. Not safe for use by several threads at once.
 */
public final class RegressionErrors implements Serializable {
    private static final long serialVersionUID = 1;

    private long count;
    private double absolute;
    private double squared;
    private double mean;
    private double spread;

    /**
     * Adds one pair.
     *
     * @param predicted prediction
     * @param target true value, in the same unit
     */
    public void add(double predicted, double target) {
        double error = predicted - target;
        count++;
        absolute += Math.abs(error);
        squared += error * error;
        double shift = target - mean;
        mean += shift / count;
        spread += shift * (target - mean);
    }

    /**
     * Adds all pairs of another accumulator, which stays as it is.
     *
     * @param other the other one
     */
    public void merge(RegressionErrors other) {
        if (other.count == 0) {
            return;
        }
        double shift = other.mean - mean;
        long total = count + other.count;
        spread += other.spread + shift * shift * ((double) count * other.count / total);
        mean += shift * other.count / total;
        absolute += other.absolute;
        squared += other.squared;
        count = total;
    }

    /** The number of pairs. */
    public long count() {
        return count;
    }

    /** MAE, {@code mean |p - t|}, in the unit of the target; NaN without pairs. */
    public double meanAbsoluteError() {
        return absolute / count;
    }

    /** {@code mean (p - t)^2}; NaN without pairs. */
    public double meanSquaredError() {
        return squared / count;
    }

    /** RMSE, {@code sqrt(mean (p - t)^2)}, in the unit of the target; NaN without pairs. */
    public double rootMeanSquaredError() {
        return Math.sqrt(squared / count);
    }

    /** R^2, {@code 1 - sum (p - t)^2 / sum (t - mean t)^2}; NaN without pairs or when all targets are equal. */
    public double rSquared() {
        return spread == 0 ? Double.NaN : 1 - squared / spread;
    }
}
