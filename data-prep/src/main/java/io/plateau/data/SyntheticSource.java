package io.plateau.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The multi-task regression of the GradNorm paper (arXiv 1711.02257, section 4): task k is the vector
 * {@code y_k = sigma_k tanh((B + eps_k) x)} with x in R^inputs and y_k in R^outputs. B is shared, eps_k belongs to the task; their
 * elements are Gaussian with mean 0 and variances 10 and 3.5. The paper does not give the distribution of x: here its elements are
 * Gaussian with mean 0 and standard deviation {@code inputScale}.
 *
 * <p>Every row is a function of the seed and its own number only, computed with StrictMath, so the same settings give the same bits
 * on every machine. Features are named {@code x0, x1, ...}, tasks {@code y0, y1, ...}, their columns {@code y0.0, y0.1, ...} when
 * there is more than one output.
 *
 * @param rows number of rows, at least 1
 * @param inputs dimension of x
 * @param outputs dimension of each y_k
 * @param sigma scale of each task; their number is the number of tasks
 * @param inputScale standard deviation of the elements of x
 * @param seed seed of B, eps_k and x
 */
public record SyntheticSource(long rows, int inputs, int outputs, List<Double> sigma, double inputScale, long seed)
        implements Source {

    /** Checks the sizes. */
    public SyntheticSource {
        sigma = List.copyOf(sigma);
        if (rows < 1 || inputs < 1 || outputs < 1 || sigma.isEmpty()) {
            throw new IllegalArgumentException(
                    "synthetic source: rows = " + rows + ", inputs = " + inputs + ", outputs = " + outputs
                            + " and the number of sigma values " + sigma.size() + " must all be at least 1");
        }
        if (!(inputScale > 0) || !Double.isFinite(inputScale)) {
            throw new IllegalArgumentException("synthetic source: input-scale = " + inputScale + " must be positive");
        }
        for (double s : sigma) {
            if (!(s > 0) || !Double.isFinite(s)) {
                throw new IllegalArgumentException("synthetic source: sigma = " + s + " must be positive");
            }
        }
    }

    /**
     * The paper's ten-task setting (250 inputs, 100 outputs per task) with sigma spread geometrically from 1 to 100 and
     * {@code inputScale = 1 / sqrt(inputs)}, at which tanh is exercised without being saturated.
     *
     * @param rows number of rows
     * @param seed seed of everything
     * @return the source
     */
    public static SyntheticSource gradNorm(long rows, long seed) {
        return new SyntheticSource(rows, 250, 100, geometric(10, 1, 100), 1 / Math.sqrt(250), seed);
    }

    /**
     * Scales spread geometrically.
     *
     * @param tasks how many
     * @param first first scale
     * @param last last scale; ignored for a single task
     * @return {@code first (last / first)^(k / (tasks - 1))}, rounded to 6 significant digits
     */
    public static List<Double> geometric(int tasks, double first, double last) {
        return DoubleStream.iterate(0, k -> k + 1)
                .limit(tasks)
                .map(k -> tasks == 1 ? first : first * StrictMath.pow(last / first, k / (tasks - 1)))
                .mapToObj(v -> new BigDecimal(v).round(new MathContext(6)).doubleValue())
                .toList();
    }

    /**
     * The same problem with other dimensions; the input scale follows as {@code 1 / sqrt(inputs)}.
     *
     * @param newInputs dimension of x
     * @param newOutputs dimension of each y_k
     * @return a new source
     */
    public SyntheticSource withSizes(int newInputs, int newOutputs) {
        return new SyntheticSource(rows, newInputs, newOutputs, sigma, 1 / Math.sqrt(newInputs), seed);
    }

    /**
     * The same problem with other task scales.
     *
     * @param newSigma scale of each task
     * @return a new source
     */
    public SyntheticSource withSigma(List<Double> newSigma) {
        return new SyntheticSource(rows, inputs, outputs, newSigma, inputScale, seed);
    }

    /**
     * The same problem with another spread of the inputs.
     *
     * @param scale standard deviation of the elements of x
     * @return a new source
     */
    public SyntheticSource withInputScale(double scale) {
        return new SyntheticSource(rows, inputs, outputs, sigma, scale, seed);
    }

    /**
     * Number of tasks.
     *
     * @return the number of sigma values
     */
    public int tasks() {
        return sigma.size();
    }

    @Override
    public String kind() {
        return "synthetic";
    }

    @Override
    public SortedMap<String, String> options() {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("rows", Long.toString(rows));
        options.put("inputs", Integer.toString(inputs));
        options.put("outputs", Integer.toString(outputs));
        options.put("sigma", sigma.toString());
        options.put("input-scale", Double.toString(inputScale));
        options.put("seed", Long.toString(seed));
        return options;
    }
}
