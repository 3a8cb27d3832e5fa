package io.plateau.conf;

import java.util.ArrayList;
import java.util.List;

/**
 * Section {@code dataset.source.synthetic}: y_k = sigma_k tanh((B + eps_k) x), arXiv 1711.02257, section 4.
 *
 * @param rows rows to generate, at least 10
 * @param inputs length of x
 * @param outputs length of each y_k
 * @param tasks number of tasks K
 * @param sigma K scales, each greater than 0; when the file names none they go from 1 to 100 in even steps of the
 *     logarithm
 * @param noiseSeed draws B, eps_k and x
 */
public record SyntheticConfig(int rows, int inputs, int outputs, int tasks, List<Double> sigma, long noiseSeed) {

    private static final double LARGEST_DEFAULT_SCALE = 100;

    static SyntheticConfig from(Section synthetic) {
        int tasks = synthetic.whole("tasks", 1, 10_000);
        List<Double> sigma = synthetic.numbers("sigma", Range.POSITIVE);
        synthetic.require(
                sigma.isEmpty() || sigma.size() == tasks,
                "sigma",
                "has " + sigma.size() + " values for " + tasks + " tasks");
        return new SyntheticConfig(
                synthetic.whole("rows", 10, Integer.MAX_VALUE),
                synthetic.whole("inputs", 1, 1_000_000),
                synthetic.whole("outputs", 1, 1_000_000),
                tasks,
                sigma.isEmpty() ? defaultScales(tasks) : sigma,
                synthetic.integer("noise-seed"));
    }

    private static List<Double> defaultScales(int tasks) {
        List<Double> scales = new ArrayList<>(tasks);
        for (int k = 0; k < tasks; k++) {
            scales.add(tasks == 1 ? 1 : Math.pow(LARGEST_DEFAULT_SCALE, k / (tasks - 1.0)));
        }
        return List.copyOf(scales);
    }
}
