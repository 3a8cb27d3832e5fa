package io.plateau.report;

/**
 * A line of a {@link CurveChart}.
 *
 * @param name what the legend calls it
 * @param run index of the run that it belongs to, whose {@link StepTimes} turn steps into seconds
 * @param x steps, in order
 * @param y values, all finite
 * @param meanX where the samples are more than the points: steps of a second, smoother line; empty where the points are all samples
 * @param meanY the mean of the samples around each
 */
public record Curve(String name, int run, double[] x, double[] y, double[] meanX, double[] meanY) {

    /** A line through all its samples. */
    public static Curve of(String name, int run, double[] x, double[] y) {
        return new Curve(name, run, x, y, new double[0], new double[0]);
    }

    /** Another name for the same line. */
    Curve named(String other) {
        return new Curve(other, run, x, y, meanX, meanY);
    }
}
