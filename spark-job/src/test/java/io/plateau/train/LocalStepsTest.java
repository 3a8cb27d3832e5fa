package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.plateau.checkpoint.Checkpoint;
import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.kernel.BlasKernels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LocalStepsTest {
    private static final SparkOfTests SPARK = new SparkOfTests();

    @AfterAll
    static void stop() {
        SPARK.close();
    }

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
        List<Shard> data = RandomShards.of(1, 50, 7, LocalRuns.TASKS, missing, 11);
        String[] settings = {
            "method=" + method,
            "sharpness.mode=" + mode,
            "sharpness.policy=" + policy,
            "training.shards=1",
            "bargaining.refresh-every=2"
        };
        LocalRuns.Trained every = LocalRuns.onLoop(Configs.of(settings), data);
        LocalRuns.Trained rounds = LocalRuns.onLoop(LocalRuns.rounds(length, settings), data);
        LocalRuns.assertSame(rounds.state(), every.state());
        assertThat(rounds.steps()).hasSize(LocalRuns.LAST);
        for (int i = 0; i < LocalRuns.LAST; i++) {
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

    /** Cores outside: Spark starts three times and not for every case. */
    static Stream<Arguments> onAllCores() {
        return Stream.of(1, 2, 4)
                .flatMap(cores -> Stream.of(
                        arguments(cores, "nash-mtl", "decomposed", "every-step", 0.3),
                        arguments(cores, "moco", "decomposed", "every-n", 0.0),
                        arguments(cores, "graddrop", "direct", "previous-gradient", 0.3),
                        arguments(cores, "gradnorm", "decomposed", "adaptive", 0.3)));
    }

    @ParameterizedTest
    @MethodSource("onAllCores")
    void sparkGivesTheBitsOfTheLoop(int cores, String method, String mode, String policy, double missing) {
        List<Shard> data = RandomShards.of(3, 50, 7, LocalRuns.TASKS, missing, 11);
        JobConfig config = LocalRuns.rounds(
                3, "method=" + method, "sharpness.mode=" + mode, "sharpness.policy=" + policy, "training.shards=3");
        LocalRuns.Trained loop = LocalRuns.onLoop(config, data);
        assertThat(loop.state().parameters())
                .isNotEqualTo(LocalRuns.MODEL.initialParameters(1))
                .doesNotContain(Float.NaN);
        LocalRuns.Trained spark = LocalRuns.onSpark(SPARK.on(cores), config, data);
        LocalRuns.assertSame(spark.state(), loop.state());
        for (int i = 0; i < LocalRuns.LAST; i++) {
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

    @Test
    void aRunThatGoesOnAfterAnyRoundEndsWithTheSameBits() {
        List<Shard> data = RandomShards.of(2, 50, 7, LocalRuns.TASKS, 0.3, 11);
        JobConfig config = LocalRuns.rounds(3, "method=uw", "sharpness.policy=every-n", "training.shards=2");
        LocalRuns.Trained whole = LocalRuns.onLoop(config, data);
        assertThat(whole.ends().stream().map(TrainingState::step))
                .as("rounds end with epochs of %d and with the run", LocalRuns.BATCHES)
                .containsExactly(3L, 5L, 8L, 10L, 13L);
        for (TrainingState cut : whole.ends()) {
            TrainingState saved = StateFiles.read(new Checkpoint(cut.step(), StateFiles.write(cut)));
            LocalRuns.assertSame(LocalRuns.onLoop(config, data, saved).state(), whole.state());
        }
    }

    @Test
    void workAndReportsSurviveTheWire() throws IOException, ClassNotFoundException {
        List<Shard> data = RandomShards.of(1, 50, 7, LocalRuns.TASKS, 0.3, 11);
        JobConfig config = Configs.of("sharpness.policy=every-n", "training.shards=1");
        try (Cluster cluster = new LocalCluster(LocalRuns.MODEL, Map.of(Split.TRAIN, data), BlasKernels::new)) {
            StepRecipe recipe =
                    new StepRecipe(config, LocalRuns.MODEL, EpochDivision.even(LocalRuns.BATCHES), false, 8);
            try (Optimizer optimizer = recipe.optimizer()) {
                PackedState start = PackedState.of(
                        recipe.on(cluster, optimizer).initialState(LocalRuns.MODEL.initialParameters(1)));
                LocalWork work = new LocalWork(recipe, start.withoutFloats(), 2);
                LocalReport here = cluster.onEachShard(cluster.share(start.floats()), "here", work)
                        .get(0);
                LocalReport there =
                        travelled(cluster.onEachShard(cluster.share(start.floats()), "there", travelled(work))
                                .get(0));
                LocalRuns.assertSame(there.end(), here.end());
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
        List<Shard> data = RandomShards.of(2, 50, 7, LocalRuns.TASKS, 0, 11);
        String[] settings = {
            "method=ls", "sharpness.mode=none", "optimizer.type=sgd", "training.max-norm=0", "training.shards=2"
        };
        float[] every = LocalRuns.onLoop(Configs.of(settings), data).state().parameters();
        float[] rounds =
                LocalRuns.onLoop(LocalRuns.rounds(1, settings), data).state().parameters();
        float[] longer =
                LocalRuns.onLoop(LocalRuns.rounds(4, settings), data).state().parameters();
        for (int i = 0; i < every.length; i++) {
            assertThat(rounds[i]).isCloseTo(every[i], within(2e-6f));
        }
        assertThat(longer).isNotEqualTo(rounds);
    }

    @Test
    void shardsCountByTheirRows() {
        Shard small = RandomShards.of(1, 20, 7, LocalRuns.TASKS, 0, 5).get(0);
        Shard large = RandomShards.of(2, 60, 7, LocalRuns.TASKS, 0, 9).get(1);
        JobConfig config = LocalRuns.rounds(4, "training.shards=2", "optimizer.type=momentum");
        TrainingState mean =
                LocalRuns.onLoop(config, List.of(small, large)).ends().get(0);
        TrainingState a = LocalRuns.onLoop(config, List.of(small)).ends().get(0);
        TrainingState b = LocalRuns.onLoop(config, List.of(large)).ends().get(0);
        for (int i = 0; i < mean.parameters().length; i++) {
            assertThat(mean.parameters()[i]).isEqualTo((float) (0.25 * a.parameters()[i] + 0.75 * b.parameters()[i]));
            assertThat(mean.optimizer()[i]).isEqualTo((float) (0.25 * a.optimizer()[i] + 0.75 * b.optimizer()[i]));
        }
        StepResult merged =
                LocalRuns.onLoop(config, List.of(small, large)).steps().get(0);
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
}
