package io.plateau.train;

import java.util.Arrays;
import java.util.Map;

/**
 * Times of measured steps.
 *
 * @param wall milliseconds of each step
 * @param cpu milliseconds of processor time of the computing thread in each step
 * @param phases mean milliseconds by phase
 * @param operations floating-point operations in the products of one step
 * @param gemmGflops the machine's own rate of matrix products, 10^9 operations per second
 * @param sharedParameters P
 */
public record BenchmarkResult(
        double[] wall,
        double[] cpu,
        Map<String, Double> phases,
        double operations,
        double gemmGflops,
        int sharedParameters) {

    /** Median of the steps' milliseconds. */
    public double median() {
        return median(wall);
    }

    /** Least of the steps' milliseconds. */
    public double minimum() {
        return Arrays.stream(wall).min().orElseThrow();
    }

    /** Median of the steps' milliseconds of processor time. */
    public double cpuMedian() {
        return median(cpu);
    }

    /** The share of the machine's rate that the median step reached: 1 if it were nothing but products at that rate. */
    public double gemmShare() {
        return operations / (gemmGflops * 1e6 * median());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
