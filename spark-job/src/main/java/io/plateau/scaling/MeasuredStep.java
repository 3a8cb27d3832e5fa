package io.plateau.scaling;

import io.plateau.conf.ClusterConfig;
import java.util.List;
import java.util.Map;

/**
 * A measured step.
 *
 * @param workload what was done, with the gradient's seconds as all steps of its size have them
 * @param reduction how rows became sums
 * @param shards S
 * @param seconds of a step, median
 * @param phases seconds of its phases, means
 * @param sent bytes that the driver shared
 * @param received bytes that came to the driver
 * @param exchanged bytes between executors
 */
public record MeasuredStep(
        Workload workload,
        ClusterConfig.Reduction reduction,
        int shards,
        double seconds,
        Map<String, Double> phases,
        double sent,
        double received,
        double exchanged) {
    private static final List<String> GRADIENTS = List.of("forward", "loss-gradients", "perturbed-gradients");

    /** Seconds of the gradients among the phases of a step. */
    public static double gradients(Map<String, Double> phases) {
        return GRADIENTS.stream()
                .mapToDouble(phase -> phases.getOrDefault(phase, 0.0))
                .sum();
    }
}
