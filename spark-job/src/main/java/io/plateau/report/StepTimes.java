package io.plateau.report;

import java.util.Arrays;

/**
 * When the steps of a run were over, in seconds of training: the wall time of all steps so far, evaluations and pauses between attempts
 * aside. Linear between the steps that are kept.
 *
 * @param steps some steps, increasing, the first and the last among them
 * @param seconds seconds at their end
 */
public record StepTimes(double[] steps, double[] seconds) {

    /** Seconds at a step; those of the nearest end outside. NaN without steps. */
    public double at(double step) {
        if (steps.length == 0) {
            return Double.NaN;
        }
        int found = Arrays.binarySearch(steps, step);
        if (found >= 0) {
            return seconds[found];
        }
        int next = -found - 1;
        if (next == 0 || next == steps.length) {
            return seconds[next == 0 ? 0 : next - 1];
        }
        double share = (step - steps[next - 1]) / (steps[next] - steps[next - 1]);
        return seconds[next - 1] + share * (seconds[next] - seconds[next - 1]);
    }
}
