package io.plateau.model;

import java.util.Arrays;
import java.util.Map;

/**
 * What a {@link StepBenchmark} measured.
 *
 * @param wall milliseconds of each step
 * @param cpu milliseconds of processor time of the calling thread in each step
 * @param phases mean milliseconds per step of forward, loss_gradients, perturbed and reduction, in this order
 * @param operations floating-point operations in the trunk's products of one step
 * @param gemmGflops the machine's own rate in the same run
 */
@SuppressWarnings("ArrayRecordComponent")
public record StepTimes(double[] wall, double[] cpu, Map<String, Double> phases, double operations, double gemmGflops) {

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

    /** The share of the machine's rate that the median step reached: 1 if products were all and ran at that rate. */
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
