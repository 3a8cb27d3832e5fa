package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.checkpoint.Checkpoint;
import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.math.weighting.Outcome;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalStepsTest {
    private static final int TASKS = 3;
    private static final int BATCHES = 5;
    private static final int LAST = 13;
    private static final ModelSpec MODEL = new MlpSpec(7, new int[] {16, 12}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.HUBER, 1),
        HeadSpec.regression("c", Loss.L1, 1)
    });

    /** Methods and policies that remember numbers, pairs, rows and vectors, with and without missing labels. */
    @ParameterizedTest
    @CsvSource({
        "nash-mtl, decomposed, every-step, 0.0, 1",
        "nash-mtl, decomposed, every-n, 0.3, 4",
        "moco, decomposed, adaptive, 0.3, 1",
        "famo, none, every-step, 0.0, 3",
        "graddrop, direct, previous-gradient, 0.3, 1"
    })
    void oneShardGivesTheBitsOfEveryStep(String method, String mode, String policy, double missing, int length) {
        List<Shard> data = RandomShards.of(1, 50, 7, TASKS, missing, 11);
        String[] settings = {
            "method=" + method,
            "sharpness.mode=" + mode,
            "sharpness.policy=" + policy,
            "training.shards=1",
            "bargaining.refresh-every=2"
        };
        Trained every = onLoop(Configs.of(settings), data);
        Trained rounds = onLoop(rounds(length, settings), data);
        assertSame(rounds.state(), every.state());
        assertThat(rounds.steps()).hasSize(LAST);
        for (int i = 0; i < LAST; i++) {
            StepResult actual = rounds.steps().get(i);
            StepResult expected = every.steps().get(i);
            assertThat(actual.losses()).containsExactly(expected.losses());
            assertThat(actual.perturbedLosses()).containsExactly(expected.perturbedLosses());
            assertThat(actual.lossWeights()).containsExactly(expected.lossWeights());
            assertThat(actual.flatWeights()).containsExactly(expected.flatWeights());
            assertThat(actual.labels()).containsExactly(expected.labels());
            assertThat(actual.lossOutcome().map(Object::getClass))
                    .isEqualTo(expected.lossOutcome().map(Object::getClass));
            assertThat(actual.directionNorm()).isEqualTo(expected.directionNorm());
            assertThat(actual.cost()).isEqualTo(expected.cost());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nash-mtl, decomposed, every-step, 0.3",
        "moco, decomposed, every-n, 0.0",
        "graddrop, direct, previous-gradient, 0.3",
        "gradnorm, decomposed, adaptive, 0.3"
    })
    void sparkGivesTheBitsOfTheLoop(String method, String mode, String policy, double missing) {
        List<Shard> data = RandomShards.of(3, 50, 7, TASKS, missing, 11);
        JobConfig config = rounds(
                3, "method=" + method, "sharpness.mode=" + mode, "sharpness.policy=" + policy, "training.shards=3");
        Trained loop = onLoop(config, data);
        assertThat(loop.state().parameters())
                .isNotEqualTo(MODEL.initialParameters(1))
                .doesNotContain(Float.NaN);
        for (int cores : new int[] {1, 2, 4}) {
            Trained spark = onSpark(config, data, cores);
            assertSame(spark.state(), loop.state());
            for (int i = 0; i < LAST; i++) {
                assertThat(spark.steps().get(i).losses())
                        .containsExactly(loop.steps().get(i).losses());
            }
            StepResult inside = spark.steps().get(1);
            StepResult closing = spark.steps().get(2);
            assertThat(inside.cost().bytesSent()).isZero();
            assertThat(closing.cost().bytesSent()).isPositive();
            assertThat(closing.cost().bytesReceived())
                    .as("three states")
                    .isGreaterThan(3 * closing.cost().bytesSent());
            assertThat(closing.seconds()).containsKey("synchronise");
        }
    }

    @Test
    void aRunThatGoesOnAfterAnyRoundEndsWithTheSameBits() {
        List<Shard> data = RandomShards.of(2, 50, 7, TASKS, 0.3, 11);
        JobConfig config = rounds(3, "method=uw", "sharpness.policy=every-n", "training.shards=2");
        Trained whole = onLoop(config, data);
        assertThat(whole.ends().stream().map(TrainingState::step))
                .as("rounds end with epochs of %d and with the run", BATCHES)
                .containsExactly(3L, 5L, 8L, 10L, 13L);
        for (TrainingState cut : whole.ends()) {
            TrainingState saved = StateFiles.read(new Checkpoint(cut.step(), StateFiles.write(cut)));
            assertSame(onLoop(config, data, saved).state(), whole.state());
        }
    }

    @Test
    void workAndReportsSurviveTheWire() throws IOException, ClassNotFoundException {
        List<Shard> data = RandomShards.of(1, 50, 7, TASKS, 0.3, 11);
        JobConfig config = Configs.of("sharpness.policy=every-n", "training.shards=1");
        try (Cluster cluster = new LocalCluster(MODEL, Map.of(Split.TRAIN, data), BlasKernels::new)) {
            StepRecipe recipe = new StepRecipe(config, MODEL, EpochDivision.even(BATCHES), false, 8);
            try (Optimizer optimizer = recipe.optimizer()) {
                PackedState start =
                        PackedState.of(recipe.on(cluster, optimizer).initialState(MODEL.initialParameters(1)));
                LocalWork work = new LocalWork(recipe, start.withoutFloats(), 2);
                LocalReport here = cluster.onEachShard(cluster.share(start.floats()), "here", work)
                        .get(0);
                LocalReport there =
                        travelled(cluster.onEachShard(cluster.share(start.floats()), "there", travelled(work))
                                .get(0));
                assertSame(there.end(), here.end());
                assertThat(there.steps()).hasSize(2);
                assertThat(there.steps().get(1).losses())
                        .containsExactly(here.steps().get(1).losses());
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    /** theta' = sum_s n_s/n (theta - rate g_s): with plain descent and one step, what a step on the whole batch does. */
    @Test
    void oneStepOfPlainDescentIsTheStepOfTheWholeBatch() {
        List<Shard> data = RandomShards.of(2, 50, 7, TASKS, 0, 11);
        String[] settings = {
            "method=ls", "sharpness.mode=none", "optimizer.type=sgd", "training.max-norm=0", "training.shards=2"
        };
        float[] every = onLoop(Configs.of(settings), data).state().parameters();
        float[] rounds = onLoop(rounds(1, settings), data).state().parameters();
        float[] longer = onLoop(rounds(4, settings), data).state().parameters();
        for (int i = 0; i < every.length; i++) {
            assertThat(rounds[i]).isCloseTo(every[i], within(2e-6f));
        }
        assertThat(longer).isNotEqualTo(rounds);
    }

    @Test
    void shardsCountByTheirRows() {
        Shard small = RandomShards.of(1, 20, 7, TASKS, 0, 5).get(0);
        Shard large = RandomShards.of(2, 60, 7, TASKS, 0, 9).get(1);
        JobConfig config = rounds(4, "training.shards=2", "optimizer.type=momentum");
        TrainingState mean = onLoop(config, List.of(small, large)).ends().get(0);
        TrainingState a = onLoop(config, List.of(small)).ends().get(0);
        TrainingState b = onLoop(config, List.of(large)).ends().get(0);
        for (int i = 0; i < mean.parameters().length; i++) {
            assertThat(mean.parameters()[i]).isEqualTo((float) (0.25 * a.parameters()[i] + 0.75 * b.parameters()[i]));
            assertThat(mean.optimizer()[i]).isEqualTo((float) (0.25 * a.optimizer()[i] + 0.75 * b.optimizer()[i]));
        }
        StepResult merged = onLoop(config, List.of(small, large)).steps().get(0);
        assertThat(merged.labels()).as("a fifth of 80 rows").containsOnly(16);
    }

    @Test
    void whatIsTheSameOnAllShardsStaysToTheBit() {
        double third = 1.0 / 3;
        double[] shares = {third, third, 1 - 2 * third};
        double odd = 0.1 + 0.2;
        List<double[]> arrays = List.of(new double[] {odd, 1}, new double[] {odd, 2}, new double[] {odd, 6});
        double[] mean = StateAverage.mean(arrays, shares);
        assertThat(mean[0]).isEqualTo(odd);
        assertThat(mean[1]).isCloseTo(3, within(1e-15));
    }

    @Test
    void aGradientThatIsNotFiniteStopsTheRunAndNamesTheShard() {
        JobConfig config = rounds(4, "training.shards=2");
        List<Shard> data = broken();
        String[] words = {"task 'b', shard 1: the ", " is not finite", "training.on-non-finite = skip-step"};
        Stream.<Function<JobConfig, Trained>>of(job -> onLoop(job, data), job -> onSpark(job, data, 2))
                .forEach(run -> assertThatThrownBy(() -> run.apply(config))
                        .isInstanceOf(TrainingFailure.class)
                        .hasMessageContainingAll(words));
    }

    @Test
    void aStepLeftOutOnOneShardCountsOnceAndTheOthersMove() {
        Trained trained = onLoop(rounds(4, "training.shards=2", "training.on-non-finite=skip-step"), broken());
        List<StepResult> left = trained.steps().stream()
                .filter(step -> step.broken().isPresent())
                .toList();
        assertThat(left)
                .isNotEmpty()
                .allMatch(step -> step.broken().orElseThrow().shard() == 1);
        assertThat(trained.state().skipped()).isEqualTo(left.size());
        assertThat(trained.state().step()).isEqualTo(LAST);
        assertThat(trained.state().parameters())
                .isNotEqualTo(MODEL.initialParameters(1))
                .doesNotContain(Float.NaN);
    }

    private static List<Shard> broken() {
        List<Shard> data = RandomShards.of(2, 50, 7, TASKS, 0, 11);
        data.get(1).y()[1] = Float.POSITIVE_INFINITY;
        return data;
    }

    /** A shard whose model says what its targets are has no gradient: stationary; the other shard trains on. */
    @Test
    void aStationaryShardIsReportedAndStopsTheRunIfThePolicySaysSo() {
        ModelSpec model = new MlpSpec(7, new int[] {4}, Activation.TANH, new HeadSpec[] {
            HeadSpec.regression("a", Loss.MSE, 1), HeadSpec.regression("b", Loss.MSE, 1)
        });
        Shard still = new Shard(0, 7, 2, new float[70], new float[20], new long[10]);
        Shard moving = RandomShards.of(2, 10, 7, 2, 0, 3).get(1);
        float[] zero = new float[model.layout().size()];
        String[] settings = {"sharpness.mode=none", "training.shards=2", "bargaining.on-stationary=stop"};
        Trained trained = train(
                model,
                rounds(2, settings),
                new LocalCluster(model, Map.of(Split.TRAIN, List.of(still, moving)), BlasKernels::new),
                zero,
                null);
        assertThat(trained.state().step()).as("the run ends with the round").isEqualTo(2);
        assertThat(trained.state().unsettled()).isEqualTo(2);
        assertThat(trained.steps().get(0).lossOutcome().orElseThrow()).isInstanceOf(Outcome.ParetoStationary.class);
        assertThat(trained.steps()).allMatch(StepResult::stop);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster.local-steps=0 | cluster.local-steps must be at least 1 and at most 1000000, is 0",
                "cluster.reduction=slices | cluster.sync = local-steps sends states, not rows: leave cluster.reduction = auto",
                "sharpness.perturbation-scope=global | cluster.sync = local-steps does not go with"
                        + " sharpness.perturbation-scope = global, which needs the gradients of the whole batch: use shard, or"
                        + " cluster.sync = every-step",
                "analysis.every-steps=5 | analysis.every-steps must be 0 with cluster.sync = local-steps, which never has the"
                        + " gradients of the whole batch: set 0, or cluster.sync = every-step"
            })
    void whatDoesNotGoWithLocalStepsIsRefused(String setting, String message) {
        assertThatThrownBy(() -> Configs.of("cluster.sync=local-steps", setting))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(message);
    }

    private static JobConfig rounds(int length, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("cluster.sync=local-steps");
        all.add("cluster.local-steps=" + length);
        return Configs.of(all.toArray(new String[0]));
    }

    private static Trained onLoop(JobConfig config, List<Shard> data) {
        return onLoop(config, data, null);
    }

    private static Trained onLoop(JobConfig config, List<Shard> data, TrainingState from) {
        Cluster loop = new LocalCluster(MODEL, Map.of(Split.TRAIN, data), BlasKernels::new);
        return train(MODEL, config, loop, MODEL.initialParameters(1), from);
    }

    private static Trained onSpark(JobConfig config, List<Shard> data, int cores) {
        SparkConf conf = new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("rounds")
                .set("spark.ui.enabled", "false");
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            Cluster spark = new SparkCluster(
                    MODEL,
                    Map.of(Split.TRAIN, context.parallelize(data, data.size())),
                    BlasKernels::new,
                    config.cluster());
            return train(MODEL, config, spark, MODEL.initialParameters(1), null);
        }
    }

    /** Closes the cluster. */
    private static Trained train(
            ModelSpec model, JobConfig config, Cluster cluster, float[] parameters, TrainingState from) {
        StepRecipe recipe = new StepRecipe(config, model, EpochDivision.even(BATCHES), cluster.labelsComplete(), 8);
        List<StepResult> results = new ArrayList<>();
        List<TrainingState> ends = new ArrayList<>();
        try (cluster;
                Optimizer optimizer = recipe.optimizer()) {
            TrainingStep step = recipe.on(cluster, optimizer);
            Round round = recipe.round(cluster, step, LAST);
            TrainingState state = from == null ? step.initialState(parameters) : from;
            boolean stop = false;
            while (state.step() < LAST && !stop) {
                Round.Made made = round.run(state);
                results.addAll(made.steps());
                state = made.state();
                ends.add(state);
                stop = made.stop();
            }
            return new Trained(state, results, ends);
        }
    }

    /** All files of a checkpoint: parameters, moments, everything remembered and counted. */
    private static void assertSame(TrainingState actual, TrainingState expected) {
        Map<String, byte[]> files = StateFiles.write(actual);
        StateFiles.write(expected)
                .forEach((name, bytes) -> assertThat(files.get(name)).as(name).containsExactly(bytes));
    }

    private record Trained(TrainingState state, List<StepResult> steps, List<TrainingState> ends) {}
}
