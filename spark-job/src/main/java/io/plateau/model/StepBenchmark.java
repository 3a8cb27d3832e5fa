package io.plateau.model;

import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.Phases.Phase;
import io.plateau.model.kernel.Batch;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Transpose;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times steps on random data, part by part, and the products alone on the same machine at the same time: how near a step comes
 * to what its arithmetic must cost.
 *
 * <p>Not thread-safe.
 */
public final class StepBenchmark {
    private static final int GEMM_SIZE = 256;
    private static final int GEMM_ROUNDS = 15;
    private static final int GEMM_CALLS = 40;

    private final ModelSpec model;
    private final int rows;
    private final StepRequest request;
    private final SplittableRandom random;

    /** What follows the gradients in a step: weights, direction, update. */
    @FunctionalInterface
    public interface Rest {
        /**
         * Ends the step.
         *
         * @param gradient the gradients of the step
         * @param kernels the back end that holds them
         * @return the parameters of the next step
         */
        float[] finish(ShardGradient gradient, Kernels kernels);
    }

    /**
     * A benchmark.
     *
     * @param model what to train
     * @param rows rows of a mini-batch
     * @param request the kind of step
     * @param seed of data and start values
     */
    public StepBenchmark(ModelSpec model, int rows, StepRequest request, long seed) {
        this.model = model;
        this.rows = rows;
        this.request = request;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Runs steps, each on a new mini-batch.
     *
     * @param kernels the back end to measure
     * @param warmup steps that are not counted
     * @param steps steps that are counted, at least one
     * @param rest the rest of the step, timed as {@code reduction}
     * @return times per step
     */
    public StepTimes run(Kernels kernels, int warmup, int steps, Rest rest) {
        double[] wall = new double[steps];
        double[] cpu = new double[steps];
        double reduction = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double rate = gemmGflops(kernels);
        try (TaskGradients gradients = new TaskGradients(model, kernels)) {
            float[] theta = model.initialParameters(random.nextLong());
            for (int step = -warmup; step < steps; step++) {
                MiniBatch batch = batch();
                if (step == 0) {
                    gradients.phases().reset();
                    reduction = 0;
                }
                long cpuStart = threads.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                gradients.load(theta);
                ShardGradient gradient = gradients.compute(batch, request);
                long computed = System.nanoTime();
                theta = rest.finish(gradient, kernels);
                long end = System.nanoTime();
                reduction += (end - computed) / 1e6;
                if (step >= 0) {
                    wall[step] = (end - start) / 1e6;
                    cpu[step] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
                }
            }
            Map<String, Double> phases = new LinkedHashMap<>();
            phases.put("forward", gradients.phases().milliseconds(Phase.FORWARD) / steps);
            phases.put("loss_gradients", gradients.phases().milliseconds(Phase.GRADIENTS) / steps);
            phases.put("perturbed", gradients.phases().milliseconds(Phase.PERTURBED) / steps);
            phases.put("reduction", reduction / steps);
            // The rate before and after: a machine that others use changes it.
            return new StepTimes(wall, cpu, phases, operations(), Math.max(rate, gemmGflops(kernels)));
        }
    }

    /** Floating-point operations in the products of the trunk in one step; all else is not counted. */
    public double operations() {
        double forward = model.forwardOperations(rows);
        double backward = model.backwardOperations(rows);
        int tasks = model.tasks();
        boolean weighted = request.weights().isPresent();
        if (request.mode() == SharpnessMode.NONE) {
            return forward + (weighted ? 1 : tasks) * backward;
        }
        if (request.mode() == SharpnessMode.JOINT) {
            return 2 * forward + (weighted ? 2 : 1 + tasks) * backward;
        }
        return (1 + tasks) * forward + 2 * tasks * backward;
    }

    /**
     * The rate of the machine's own matrix product, at the size of a common layer: the best of several rounds.
     *
     * @param kernels the back end to measure
     * @return 10^9 floating-point operations per second
     */
    public static double gemmGflops(Kernels kernels) {
        long best = Long.MAX_VALUE;
        long length = (long) GEMM_SIZE * GEMM_SIZE;
        try (Buffer buffer = kernels.allocate(3 * length)) {
            Batch a = Batch.dense(buffer, 0, 1, GEMM_SIZE, GEMM_SIZE);
            Batch b = Batch.dense(buffer, length, 1, GEMM_SIZE, GEMM_SIZE);
            Batch c = Batch.dense(buffer, 2 * length, 1, GEMM_SIZE, GEMM_SIZE);
            kernels.fill(a.member(0), 1e-3);
            kernels.fill(b.member(0), 1e-3);
            float[] one = new float[1];
            for (int round = 0; round < GEMM_ROUNDS; round++) {
                long start = System.nanoTime();
                for (int call = 0; call < GEMM_CALLS; call++) {
                    kernels.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, c);
                }
                // A back end may still be at it.
                kernels.read(buffer, 2 * length, one, 0, 1);
                best = Math.min(best, System.nanoTime() - start);
            }
        }
        return 2.0 * length * GEMM_SIZE * GEMM_CALLS / best;
    }

    private MiniBatch batch() {
        float[] x = new float[rows * model.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) normal();
        }
        float[] y = new float[rows * model.targets()];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (HeadSpec head : model.heads()) {
                for (int j = 0; j < head.width(); j++) {
                    y[at++] = switch (head.loss()) {
                        case BINARY_CROSS_ENTROPY -> random.nextInt(2);
                        case CROSS_ENTROPY -> random.nextInt(head.outputs());
                        case MSE, L1, HUBER -> (float) normal();
                    };
                }
            }
        }
        return new MiniBatch(rows, x, y);
    }

    /** A standard normal number, by Box and Muller's method. */
    private double normal() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
