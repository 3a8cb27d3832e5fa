package io.plateau.conf;

import io.plateau.data.SyntheticSource;
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
 * @param inputScale standard deviation of the elements of x; when the file says 0, 1 / sqrt(inputs)
 * @param noiseSeed draws B, eps_k and x
 */
public record SyntheticConfig(
        int rows, int inputs, int outputs, int tasks, List<Double> sigma, double inputScale, long noiseSeed) {

    private static final double LARGEST_DEFAULT_SCALE = 100;

    static SyntheticConfig from(Section synthetic) {
        int tasks = synthetic.whole("tasks", 1, 10_000);
        int inputs = synthetic.whole("inputs", 1, 1_000_000);
        double inputScale = synthetic.number("input-scale", Range.NON_NEGATIVE);
        List<Double> sigma = synthetic.numbers("sigma", Range.POSITIVE);
        synthetic.require(
                sigma.isEmpty() || sigma.size() == tasks,
                "sigma",
                "has " + sigma.size() + " values for " + tasks + " tasks");
        return new SyntheticConfig(
                synthetic.whole("rows", 10, Integer.MAX_VALUE),
                inputs,
                synthetic.whole("outputs", 1, 1_000_000),
                tasks,
                sigma.isEmpty() ? SyntheticSource.geometric(tasks, 1, LARGEST_DEFAULT_SCALE) : sigma,
                inputScale == 0 ? 1 / Math.sqrt(inputs) : inputScale,
                synthetic.integer("noise-seed"));
    }
}
