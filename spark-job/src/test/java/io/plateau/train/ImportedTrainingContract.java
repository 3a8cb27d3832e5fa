package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.math.weighting.Weightings;
import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import io.plateau.sharpness.SharpnessPolicies;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training of a network that a user brings against training of the same network of this program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportedTrainingContract {
    private static final int STEPS = 4;

    private final MlpSpec builtIn = new MlpSpec(5, new int[] {8}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1), second("b"), HeadSpec.regression("c", Loss.L1, 1)
    });
    private final ImportedSpec imported = imported(builtIn, builtIn.initialParameters(3));

    /** The network of a library with these parameters. */
    abstract ImportedSpec imported(MlpSpec builtIn, float[] parameters);

    /** A task whose loss the library has. */
    abstract HeadSpec second(String task);

    static Stream<String> methods() {
        return Weightings.names().stream();
    }

    private void assertAgree(int shards, double missing, String... settings) {
        JobConfig config = Configs.of(settings);
        List<Shard> data = RandomShards.of(shards, 30, 5, 3, missing, 5);
        float[] expected = train(builtIn, data, config);
        float[] actual = train(imported, data, config);
        assertThat(expected).isNotEqualTo(builtIn.initialParameters(3));
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-4f));
        }
    }

    private static float[] train(ModelSpec model, List<Shard> data, JobConfig config) {
        try (Cluster cluster = new LocalCluster(model, Map.of(Split.TRAIN, data), BlasKernels::new)) {
            return train(model, cluster, config);
        }
    }

    private static float[] train(ModelSpec model, Cluster cluster, JobConfig config) {
        try (Optimizer optimizer =
                new Optimizer(config.optimizer(), model.layout().size())) {
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), model.layout(), STEPS, 7),
                    optimizer,
                    new Schedule(config.schedule(), 0.01, 10),
                    model.layout(),
                    StepSettings.of(config, EpochDivision.even(2), cluster.labelsComplete(), List.of("a", "b", "c")));
            TrainingState state = step.initialState(model.initialParameters(3));
            while (state.step() < STEPS) {
                state = step.run(state).state();
            }
            return state.parameters();
        }
    }

    /** The optimizer is SGD: Adam would turn rounding errors of vanishing gradients into whole steps. */
    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodAgrees(String method) {
        for (String mode : List.of("none", "decomposed")) {
            assertAgree(2, 0.2, "method=" + method, "sharpness.mode=" + mode, "optimizer.type=sgd");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "decomposed, every-step, sam, shard",
        "decomposed, every-step, sam, global",
        "decomposed, every-step, gsam, shard",
        "decomposed, every-step, gam, shard",
        "direct, every-step, sam, shard",
        "joint, every-step, sam, shard",
        "decomposed, every-n, sam, shard",
        "decomposed, adaptive, sam, shard",
        "decomposed, subset, sam, shard",
        "decomposed, late, sam, shard",
        "decomposed, shared, sam, shard",
        "direct, zeroth-order, sam, shard",
        "direct, previous-gradient, sam, shard"
    })
    void everyPolicyAgrees(String mode, String policy, String measure, String scope) {
        assertAgree(
                2,
                0.2,
                "method=nash-mtl",
                "optimizer.type=sgd",
                "sharpness.mode=" + mode,
                "sharpness.policy=" + policy,
                "sharpness.measure=" + measure,
                "sharpness.perturbation-scope=" + scope);
    }

    @Test
    void flatNashWithAdamAgrees() {
        assertAgree(2, 0, "method=nash-mtl", "sharpness.mode=decomposed");
    }

    @Test
    void sparkGivesTheBitsOfTheLoop() {
        JobConfig config = Configs.of("training.shards=3", "cluster.reduction=slices");
        List<Shard> data = RandomShards.of(3, 30, 5, 3, 0.2, 5);
        float[] expected = train(imported, data, config);
        try (SparkOfTests spark = new SparkOfTests();
                Cluster cluster = new SparkCluster(
                        imported,
                        Map.of(Split.TRAIN, spark.on(2).parallelize(data, data.size())),
                        BlasKernels::new,
                        config.cluster())) {
            assertThat(train(imported, cluster, config)).containsExactly(expected);
        }
    }
}
