package io.plateau.train;

import io.plateau.cluster.StepCost;
import io.plateau.math.metric.Spread;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times of measured steps.
 *
 * @param wall milliseconds of each step
 * @param cpu milliseconds of processor time of the driving thread in each step
 * @param compute milliseconds of each step that a step in one process takes as well
 * @param phases mean milliseconds by phase
 * @param forwardPasses passes of the mini-batch in a step, on average
 * @param backwardPasses likewise
 * @param sent bytes that the driver shared in a step, on average, each broadcast counted once
 * @param received bytes that came to the driver, likewise
 * @param exchanged bytes between executors, likewise
 * @param operations floating-point operations in the products of one step, on average; 0 where they were not counted
 * @param gemmGflops the machine's own rate of matrix products, 10^9 operations per second
 * @param sharedParameters P
 */
public record BenchmarkResult(
        double[] wall,
        double[] cpu,
        double[] compute,
        Map<String, Double> phases,
        double forwardPasses,
        double backwardPasses,
        double sent,
        double received,
        double exchanged,
        double operations,
        double gemmGflops,
        int sharedParameters) {

    /** Median of the steps' milliseconds. */
    public double median() {
        return Spread.median(wall);
    }

    /** Bytes moved in a step, on average. */
    public double bytes() {
        return sent + received + exchanged;
    }

    /** Least of the steps' milliseconds. */
    public double minimum() {
        return Arrays.stream(wall).min().orElseThrow();
    }

    /** Median of the steps' milliseconds of processor time. */
    public double cpuMedian() {
        return Spread.median(cpu);
    }

    /**
     * Median of what Spark adds to a step, over the rest: the rest are the gradients of the slowest shard, and the Gram matrices, bargain,
     * combination and update that a step in one process takes as well.
     */
    public double overhead() {
        double[] shares = new double[wall.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (wall[i] - compute[i]) / compute[i];
        }
        return Spread.median(shares);
    }

    /** The share of the machine's rate that the median step reached: 1 if it were nothing but products at that rate. */
    public double gemmShare() {
        return operations / (gemmGflops * 1e6 * median());
    }

    /** Collects a result step by step. */
    static final class Recorder {
        private static final List<String> COMPUTE =
                List.of("forward", "loss-gradients", "perturbed-gradients", "gram", "solve", "combine", "update");

        private final double[] wall;
        private final double[] cpu;
        private final double[] compute;
        private final Map<String, Double> phases = new LinkedHashMap<>();
        private final int sharedParameters;
        private double forwardPasses;
        private double backwardPasses;
        private double sent;
        private double received;
        private double exchanged;
        private double operations;
        private double gemmGflops;

        Recorder(int steps, int sharedParameters) {
            wall = new double[steps];
            cpu = new double[steps];
            compute = new double[steps];
            this.sharedParameters = sharedParameters;
        }

        /** Takes the rate if it is the best so far. */
        void gemmRate(double gflops) {
            gemmGflops = Math.max(gemmGflops, gflops);
        }

        void step(int index, double wallMillis, double cpuMillis, StepResult result, double counted) {
            Map<String, Double> seconds = result.seconds();
            StepCost cost = result.cost();
            forwardPasses += cost.forwardPasses() / wall.length;
            backwardPasses += cost.backwardPasses() / wall.length;
            sent += (double) cost.bytesSent() / wall.length;
            received += (double) cost.bytesReceived() / wall.length;
            exchanged += (double) cost.bytesExchanged() / wall.length;
            wall[index] = wallMillis;
            cpu[index] = cpuMillis;
            compute[index] = COMPUTE.stream()
                    .mapToDouble(phase -> 1e3 * seconds.getOrDefault(phase, 0.0))
                    .sum();
            seconds.forEach((phase, time) -> phases.merge(phase, time * 1e3 / wall.length, Double::sum));
            operations += counted / wall.length;
        }

        BenchmarkResult result() {
            return new BenchmarkResult(
                    wall,
                    cpu,
                    compute,
                    phases,
                    forwardPasses,
                    backwardPasses,
                    sent,
                    received,
                    exchanged,
                    operations,
                    gemmGflops,
                    sharedParameters);
        }
    }
}
