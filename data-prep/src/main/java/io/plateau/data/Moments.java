package io.plateau.data;

import java.io.Serializable;

/**
 * Mean and standard deviation by Welford's update (doi:10.1080/00401706.1962.10490022) in double precision. A column of
 * equal values gives a deviation of exactly 0.
 */
final class Moments implements Serializable {

    private static final long serialVersionUID = 1L;

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double delta = value - mean;
        mean += delta / count;
        squares += delta * (value - mean);
    }

    long count() {
        return count;
    }

    /** NaN without values. */
    double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** Divisor n; NaN without values. */
    double std() {
        return count == 0 ? Double.NaN : Math.sqrt(squares / count);
    }

    /** Divisor n - 1; NaN without values, 0 for a single one. */
    double sampleStd() {
        return count == 1 ? 0 : count == 0 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }
}
