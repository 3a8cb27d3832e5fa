package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import io.plateau.sharpness.SharpnessPolicies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches of all rows, divided into shards: what the scope of perturbations makes of the division. One shard: SharpnessPolicyTest. */
class PerturbationScopeTest {
    private static final int TASKS = 3;
    private static final int ROWS = 40;
    private static final int STEPS = 3;

    /** Rounding of sums of floats in another order, after some steps. */
    private static final double ROUNDING = 1e-5;

    private static final ModelSpec MODEL = new MlpSpec(5, new int[] {8}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.MSE, 1),
        HeadSpec.regression("c", Loss.MSE, 1)
    });

    /** Along the gradients of the whole batch it does not matter how the rows are divided; along those of a shard it does. */
    @ParameterizedTest
    @CsvSource({"decomposed, 0.0", "decomposed, 0.3", "direct, 0.0", "direct, 0.3", "joint, 0.3"})
    void manyShardsAreOneUnderTheScopeGlobal(String mode, double missing) {
        List<Shard> three = RandomShards.of(3, ROWS, 5, TASKS, missing, 5);
        List<Shard> one = List.of(joined(three));
        float[] expected = train(mode, "global", one);
        assertThat(distance(train(mode, "global", three), expected)).isLessThan(ROUNDING);
        assertThat(distance(train(mode, "shard", three), expected)).isGreaterThan(10 * ROUNDING);
    }

    /** Gradients of shards with equal rows are those of the batch, so both scopes agree on any number of shards. */
    @Test
    void equalShardsAgreeWithTheWholeBatch() {
        Shard one = RandomShards.of(1, ROWS, 5, TASKS, 0, 5).get(0);
        List<Shard> twice = List.of(one, new Shard(1, 5, TASKS, one.x(), one.y(), new long[ROWS]));
        assertThat(distance(train("decomposed", "global", twice), train("decomposed", "shard", twice)))
                .isLessThan(ROUNDING);
    }

    private static Shard joined(List<Shard> shards) {
        int rows = shards.size() * ROWS;
        float[] x = new float[rows * 5];
        float[] y = new float[rows * TASKS];
        for (Shard shard : shards) {
            System.arraycopy(shard.x(), 0, x, shard.index() * shard.x().length, shard.x().length);
            System.arraycopy(shard.y(), 0, y, shard.index() * shard.y().length, shard.y().length);
        }
        return new Shard(0, 5, TASKS, x, y, new long[rows]);
    }

    /** Parameters after some steps, each on all rows. */
    private static float[] train(String mode, String scope, List<Shard> data) {
        JobConfig config = Configs.of(
                "sharpness.mode=" + mode,
                "sharpness.perturbation-scope=" + scope,
                "sharpness.rho=0.3",
                "optimizer.type=sgd");
        try (LocalCluster cluster = new LocalCluster(MODEL, Map.of(Split.TRAIN, data), BlasKernels::new);
                Optimizer optimizer =
                        new Optimizer(config.optimizer(), MODEL.layout().size())) {
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), MODEL.layout(), STEPS, 7),
                    optimizer,
                    new Schedule(config.schedule(), 0.01, 10),
                    MODEL.layout(),
                    StepSettings.of(config, EpochDivision.even(1), cluster.labelsComplete(), List.of("a", "b", "c")));
            TrainingState state = step.initialState(MODEL.initialParameters(3));
            for (int i = 0; i < STEPS; i++) {
                state = step.run(state).state();
            }
            return state.parameters();
        }
    }

    /** The largest difference of two parameters. */
    private static double distance(float[] one, float[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - other[i]));
        }
        return largest;
    }
}
