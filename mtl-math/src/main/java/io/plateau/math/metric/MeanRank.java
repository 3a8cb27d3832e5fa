package io.plateau.math.metric;

/**
 * MR: a method's rank among the methods of one table, averaged over the metrics. The best method of a metric has rank 1; equal
 * values share the mean of their ranks; a NaN ranks behind every number.
 */
public final class MeanRank {
    private MeanRank() {}

    /**
     * The mean rank of every method.
     *
     * @param table one row per method, one column per metric
     * @param higherIsBetter per metric
     * @return one mean rank per method, from 1 (best everywhere) to the number of methods
     * @throws IllegalArgumentException if the table has no row or no column, or a row has another length than the directions
     */
    public static double[] of(double[][] table, boolean[] higherIsBetter) {
        if (table.length == 0 || higherIsBetter.length == 0) {
            throw new IllegalArgumentException("mean ranks need at least one method and one metric");
        }
        for (int m = 0; m < table.length; m++) {
            if (table[m].length != higherIsBetter.length) {
                throw new IllegalArgumentException(
                        "method " + m + " has " + table[m].length + " metrics, not " + higherIsBetter.length);
            }
        }
        double[] ranks = new double[table.length];
        for (int m = 0; m < table.length; m++) {
            double sum = 0;
            for (int k = 0; k < higherIsBetter.length; k++) {
                sum += rank(table, m, k, higherIsBetter[k]);
            }
            ranks[m] = sum / higherIsBetter.length;
        }
        return ranks;
    }

    private static double rank(double[][] table, int method, int metric, boolean higherIsBetter) {
        int better = 0;
        int equal = 0;
        for (double[] other : table) {
            int order = compare(other[metric], table[method][metric], higherIsBetter);
            better += order < 0 ? 1 : 0;
            equal += order == 0 ? 1 : 0;
        }
        return better + (equal + 1) / 2.0;
    }

    /** Negative when {@code a} is the better value. */
    private static int compare(double a, double b, boolean higherIsBetter) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }
        if (a == b) {
            return 0;
        }
        return (a > b) == higherIsBetter ? -1 : 1;
    }
}
