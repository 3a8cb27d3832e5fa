package io.plateau.math.weighting;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * RLW (arXiv 2111.10603): {@code w = softmax(z)} with fresh standard normal {@code z} in every step; the weights sum to 1.
 *
 * <p>The numbers come from the seed of the step alone (Box and Muller's transform of {@link SplittableRandom}, in strict
 * arithmetic, so they do not depend on the version of Java).
 */
final class RandomLossWeighting implements Weighting {
    static final String NAME = "rlw";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Needs needs() {
        return Needs.PRIOR;
    }

    @Override
    public int degree() {
        return 1;
    }

    @Override
    public Outcome weigh(Statistics statistics, MethodState state) {
        return new Outcome.Agreement(weights(normals(statistics.tasks(), statistics.seed())), 0, 0, state);
    }

    @Override
    public Optional<double[]> prior(int tasks, MethodState state, long step, long epoch, long seed) {
        return Optional.of(weights(normals(tasks, seed)));
    }

    static double[] weights(double[] normals) {
        return Softmax.of(normals, 1);
    }

    private static double[] normals(int tasks, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] normals = new double[tasks];
        for (int k = 0; k < tasks; k++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            normals[k] = radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        }
        return normals;
    }
}
