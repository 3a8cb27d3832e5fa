package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.MpnnSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import io.plateau.sharpness.SharpnessPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same run on a plain loop and on Spark with 1, 2 and 4 cores: every parameter has the same bits after 20 steps. */
@Tag("slow")
class ClusterEqualityTest {
    private static final int STEPS = 20;
    private static final List<Integer> CORES = List.of(1, 2, 4);
    private static final int TASKS = 3;
    private static final List<String> REDUCTIONS = List.of("driver", "slices");
    private static final ModelSpec MODEL = new MlpSpec(7, new int[] {16, 12}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.HUBER, 1),
        HeadSpec.regression("c", Loss.L1, 1)
    });

    /** Six grains, so that several executors own some. */
    private static final ModelSpec WIDE =
            new MlpSpec(7, new int[] {300, 64}, Activation.TANH, MODEL.heads().toArray(new HeadSpec[0]));

    private static final SparkOfTests SPARK = new SparkOfTests();

    @AfterAll
    static void stop() {
        SPARK.close();
    }

    @ParameterizedTest
    @CsvSource({
        "nash-mtl, decomposed, every-n, gsam, shard, 0.3",
        "nash-mtl, decomposed, adaptive, sam, shard, 0.3",
        "mgda, direct, every-step, sam, global, 0.3",
        "graddrop, direct, previous-gradient, sam, shard, 0.0",
        "moco, decomposed, subset, sam, global, 0.3",
        "db-mtl, decomposed, shared, sam, global, 0.0",
        "excessmtl, direct, zeroth-order, sam, shard, 0.0",
        "trimmed-mean, decomposed, late, gam, shard, 0.3"
    })
    void policiesGiveTheSameBitsOnSpark(
            String method, String mode, String policy, String measure, String scope, double missing) {
        List<Shard> data = RandomShards.of(3, 50, 7, TASKS, missing, 11);
        for (String reduction : REDUCTIONS) {
            JobConfig config = Configs.of(
                    "method=" + method,
                    "sharpness.mode=" + mode,
                    "sharpness.policy=" + policy,
                    "sharpness.measure=" + measure,
                    "sharpness.perturbation-scope=" + scope,
                    "training.batch-size=30",
                    "training.shards=3",
                    "cluster.reduction=" + reduction);
            check(MODEL, data, config, missing, 2);
        }
    }

    /** Cores outside: Spark starts three times and not for every case. */
    static Stream<Arguments> onAllCores() {
        return CORES.stream()
                .flatMap(cores -> Stream.of(
                        arguments(cores, "nash-mtl", "decomposed", 0.0, 4),
                        arguments(cores, "nash-mtl", "decomposed", 0.3, 4),
                        arguments(cores, "cagrad", "direct", 0.3, 3),
                        arguments(cores, "pcgrad", "none", 0.3, 4),
                        arguments(cores, "dwa", "none", 0.0, 4),
                        arguments(cores, "si", "none", 0.0, 3),
                        arguments(cores, "si", "none", 0.3, 3),
                        arguments(cores, "uw", "joint", 0.0, 2),
                        arguments(cores, "mgda", "none", 0.0, 1)));
    }

    @ParameterizedTest
    @MethodSource("onAllCores")
    void sparkGivesTheBitsOfTheLoop(int cores, String method, String mode, double missing, int shards) {
        List<Shard> data = RandomShards.of(shards, 50, 7, TASKS, missing, 11);
        for (String reduction : REDUCTIONS) {
            JobConfig config = Configs.of(
                    "method=" + method,
                    "sharpness.mode=" + mode,
                    "bargaining.refresh-every=3",
                    "training.batch-size=" + 10 * shards,
                    "training.shards=" + shards,
                    "cluster.reduction=" + reduction);
            check(WIDE, data, config, missing, cores);
        }
    }

    /** Molecules cross the wire too, and their pairs are grouped anew at every perturbed point. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void sparkGivesTheBitsOfTheLoopOnMolecules(int cores) {
        ModelSpec model = new MpnnSpec(
                MadeUpMolecules.FEATURES, 8, 10, 2, 2, MODEL.heads().toArray(new HeadSpec[0]));
        List<Shard> data = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            SplittableRandom random = new SplittableRandom(index);
            MadeUpMolecules drawn = MadeUpMolecules.draw(25, random);
            float[] y = new float[25 * TASKS];
            for (int i = 0; i < y.length; i++) {
                y[i] = (float) random.nextGaussian();
            }
            data.add(new Shard(
                    index, MadeUpMolecules.FEATURES, TASKS, drawn.features(), y, new long[25], drawn.graphs()));
        }
        JobConfig config = Configs.of("method=nash-mtl", "training.batch-size=15", "training.shards=3");
        check(model, data, config, 0, cores);
    }

    /** Two cores are two owners of the sketches' columns, four are three, with parts that do not end where those of two do. */
    @Test
    void sketchesGiveTheSameBitsWhoeverAddsThem() {
        List<Shard> data = RandomShards.of(4, 50, 7, TASKS, 0.3, 11);
        JobConfig config = Configs.of(
                "method=nash-mtl",
                "training.batch-size=40",
                "training.shards=4",
                "cluster.reduction=sketch",
                "cluster.sketch-columns=1000");
        float[] two = onSpark(WIDE, data, config, 0.3, 2);
        assertThat(two).isNotEqualTo(WIDE.initialParameters(1)).doesNotContain(Float.NaN);
        assertThat(onSpark(WIDE, data, config, 0.3, 4)).containsExactly(two);
    }

    private static void check(ModelSpec model, List<Shard> data, JobConfig config, double missing, int cores) {
        float[] expected;
        try (Cluster local = new LocalCluster(model, Map.of(Split.TRAIN, data), BlasKernels::new)) {
            expected = train(model, config, local, missing);
        }
        assertThat(expected).isNotEqualTo(model.initialParameters(1)).doesNotContain(Float.NaN);
        assertThat(onSpark(model, data, config, missing, cores)).containsExactly(expected);
    }

    private static float[] onSpark(ModelSpec model, List<Shard> data, JobConfig config, double missing, int cores) {
        JavaSparkContext context = SPARK.on(cores);
        try (Cluster spark = new SparkCluster(
                model,
                Map.of(Split.TRAIN, context.parallelize(data, data.size())),
                BlasKernels::new,
                config.cluster())) {
            return train(model, config, spark, missing);
        }
    }

    private static float[] train(ModelSpec model, JobConfig config, Cluster cluster, double missing) {
        StepSettings settings =
                StepSettings.of(config, EpochDivision.even(5), cluster.labelsComplete(), List.of("a", "b", "c"));
        assertThat(settings.labelsComplete()).isEqualTo(missing == 0.0);
        try (Optimizer optimizer =
                new Optimizer(config.optimizer(), model.layout().size())) {
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), model.layout(), 40, 7),
                    optimizer,
                    new Schedule(config.schedule(), 0.01, 10),
                    model.layout(),
                    settings);
            TrainingState state = step.initialState(model.initialParameters(1));
            while (state.step() < STEPS) {
                state = step.run(state).state();
            }
            return state.parameters();
        }
    }
}
