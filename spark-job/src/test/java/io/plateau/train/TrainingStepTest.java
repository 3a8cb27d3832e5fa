package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
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
import io.plateau.sharpness.SharpnessPolicies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
    private static final int TASKS = 3;
    private static final ModelSpec MODEL = new MlpSpec(5, new int[] {8}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.MSE, 1),
        HeadSpec.regression("c", Loss.MSE, 1)
    });
    private static final float[] START = MODEL.initialParameters(3);

    private static List<TrainingStep.Advance> steps(JobConfig config, List<Shard> shards, int count) {
        return steps(config, shards, count, START);
    }

    private static List<TrainingStep.Advance> steps(JobConfig config, List<Shard> shards, int count, float[] start) {
        return steps(config, shards, count, start, 4);
    }

    private static List<TrainingStep.Advance> steps(
            JobConfig config, List<Shard> shards, int count, float[] start, int batches) {
        List<TrainingStep.Advance> advances = new ArrayList<>();
        try (LocalCluster cluster = new LocalCluster(MODEL, Map.of(Split.TRAIN, shards), BlasKernels::new);
                Optimizer optimizer =
                        new Optimizer(config.optimizer(), MODEL.layout().size())) {
            StepSettings settings = StepSettings.of(
                    config, EpochDivision.even(batches), cluster.labelsComplete(), List.of("a", "b", "c"));
            Schedule schedule =
                    new Schedule(config.schedule(), config.optimizer().learningRate(), 10);
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), MODEL.layout(), 40, 7),
                    optimizer,
                    schedule,
                    MODEL.layout(),
                    settings);
            TrainingState state = step.initialState(start);
            for (int i = 0; i < count; i++) {
                advances.add(step.run(state));
                state = advances.get(i).state();
            }
        }
        return advances;
    }

    private static float[] parametersAfter(int count, List<Shard> shards, String... settings) {
        return steps(Configs.of(settings), shards, count).get(count - 1).state().parameters();
    }

    private static List<Shard> shards(int count) {
        return RandomShards.of(count, 40, 5, TASKS, 0, 5);
    }

    @Test
    void oneWeightedBackwardPassGivesTheStepOfTheWeightedRows() {
        String[] sgd = {"method=ls", "optimizer.type=sgd", "training.max-norm=0", "sharpness.rho=0"};
        float[] weighted = parametersAfter(3, shards(2), with(sgd, "sharpness.mode=none"));
        // The mode direct with radius 0 computes every row at theta itself and sums them.
        float[] rows = parametersAfter(3, shards(2), with(sgd, "sharpness.mode=direct"));
        assertClose(weighted, rows, 1e-6);
        assertThat(weighted).isNotEqualTo(START);
    }

    @Test
    void weightsOfLossesNeedNoRows() {
        String[] sgd = {"method=si", "optimizer.type=sgd", "training.max-norm=0", "sharpness.rho=0"};
        List<TrainingStep.Advance> weighted = steps(Configs.of(with(sgd, "sharpness.mode=none")), shards(2), 3);
        List<TrainingStep.Advance> rows = steps(Configs.of(with(sgd, "sharpness.mode=direct")), shards(2), 3);
        for (int i = 0; i < 3; i++) {
            assertClose(
                    weighted.get(i).state().parameters(), rows.get(i).state().parameters(), 2e-6);
            StepResult result = weighted.get(i).result();
            assertThat(result.seconds().get("losses")).isPositive();
            for (int task = 0; task < TASKS; task++) {
                assertThat(result.lossWeights()[task])
                        .as("the losses before the gradients have the bits of those with them")
                        .isEqualTo(1 / result.losses()[task]);
            }
        }
    }

    @Test
    void aMethodThatLooksBackSeesTheLossesOfTheSameBatchAfterTheUpdate() {
        // Full batches, so that the next step reports the losses of the same batch at the parameters after this one.
        List<Shard> data = RandomShards.of(1, 4, 5, TASKS, 0, 5);
        JobConfig config = Configs.of(
                "method=famo",
                "methods.famo.decay=0",
                "sharpness.mode=none",
                "optimizer.type=sgd",
                "training.shards=1");
        List<TrainingStep.Advance> advances = steps(config, data, 2, START, 1);
        double[] before = advances.get(0).result().losses();
        double[] after = advances.get(1).result().losses();
        // FAMO (arXiv 2306.03792): logits move by rate * J' (log before - log after), J the Jacobian of the softmax,
        // here at 0.
        double mean = 0;
        for (int task = 0; task < TASKS; task++) {
            mean += Math.log(before[task] / after[task]) / TASKS;
        }
        double[] logits = advances.get(0).state().bargaining().loss().value("logits");
        double rate = -logits[0] / ((Math.log(before[0] / after[0]) - mean) / TASKS);
        assertThat(rate).isPositive();
        for (int task = 0; task < TASKS; task++) {
            double expected = -rate * (Math.log(before[task] / after[task]) - mean) / TASKS;
            assertThat(logits[task]).isCloseTo(expected, within(1e-6 * rate));
        }
        assertThat(advances.get(0).result().seconds()).containsKey("look-back");
    }

    @Test
    void radiusZeroEqualsThePlainAggregatorInEveryMode() {
        for (String method : List.of("nash-mtl", "mgda", "ls")) {
            String[] common = {"method=" + method, "sharpness.rho=0", "optimizer.type=sgd"};
            float[] plain = parametersAfter(3, shards(1), with(common, "sharpness.mode=none"));
            for (String mode : List.of("direct", "decomposed")) {
                assertClose(plain, parametersAfter(3, shards(1), with(common, "sharpness.mode=" + mode)), 2e-6);
            }
        }
    }

    @Test
    void weightsAreKeptBetweenRefreshes() {
        List<TrainingStep.Advance> advances = steps(
                Configs.of("bargaining.refresh-every=3", "sharpness.mode=decomposed", "training.shards=2"),
                shards(2),
                5);
        double[] first = advances.get(0).result().lossWeights();
        assertThat(advances.get(0).result().lossOutcome()).containsInstanceOf(Outcome.Agreement.class);
        assertThat(advances.get(1).result().lossWeights()).containsExactly(first);
        assertThat(advances.get(1).result().lossOutcome()).isEmpty();
        assertThat(advances.get(3).result().lossWeights()).isNotEqualTo(first);
    }

    @Test
    void theSharedDirectionIsClippedToMaxNorm() {
        JobConfig config = Configs.of(
                "optimizer.type=sgd", "optimizer.learning-rate=1", "training.max-norm=0.5", "sharpness.mode=none");
        TrainingStep.Advance advance = steps(config, shards(1), 1).get(0);
        double squares = 0;
        for (int i = 0; i < MODEL.layout().shared(); i++) {
            squares += Math.pow(advance.state().parameters()[i] - START[i], 2);
        }
        assertThat(advance.result().directionNorm()).isCloseTo(Math.sqrt(TASKS), within(1e-4));
        assertThat(Math.sqrt(squares)).isCloseTo(0.5, within(1e-4));
    }

    @Test
    void alphaWeightsTheHeads() {
        String[] common = {"optimizer.type=sgd", "optimizer.learning-rate=1", "sharpness.mode=none"};
        TrainingStep.Advance plain = steps(Configs.of(common), shards(1), 1).get(0);
        float[] weighted = parametersAfter(1, shards(1), with(common, "training.head-weighting=alpha"));
        double[] alpha = plain.result().lossWeights();
        int shared = MODEL.layout().shared();
        for (int task = 0; task < TASKS; task++) {
            int bias = shared + MODEL.layout().headOffset(task) + MODEL.layout().headSize(task) - 1;
            double unweighted = plain.state().parameters()[bias] - START[bias];
            assertThat((double) weighted[bias] - START[bias]).isCloseTo(alpha[task] * unweighted, within(1e-5));
        }
    }

    @Test
    void aGradientThatIsNotFiniteStopsTheRunWithStepTaskAndShard() {
        List<Shard> shards = shards(2);
        shards.get(1).y()[1] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> steps(Configs.of("sharpness.mode=none", "training.shards=2"), shards, 4))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("task 'b', shard 1: the ")
                .hasMessageContaining(" is not finite")
                .hasMessageContaining("training.on-non-finite = skip-step");
    }

    @Test
    void aLossThatTheMethodCannotTakeStopsTheRunAndNamesTheTask() {
        // One row whose target is what the model says: a loss of exactly 0, whose logarithm SI would need.
        List<Shard> shards = List.of(new Shard(0, 5, TASKS, new float[20], new float[12], new long[4]));
        float[] zero = new float[START.length];
        assertThatThrownBy(() -> steps(Configs.of("method=si", "sharpness.mode=none"), shards, 1, zero))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageStartingWith("step 1: ")
                .hasMessageContaining("task 0");
    }

    @Test
    void skipStepCountsTheStepAndLeavesTheParameters() {
        List<Shard> shards = shards(2);
        shards.get(1).y()[1] = Float.POSITIVE_INFINITY;
        List<TrainingStep.Advance> advances =
                steps(Configs.of("training.on-non-finite=skip-step", "training.shards=2"), shards, 4);
        assertThat(advances.get(3).state().skipped()).isEqualTo(1);
        for (int i = 1; i < 4; i++) {
            boolean broken = advances.get(i).result().broken().isPresent();
            float[] before = advances.get(i - 1).state().parameters();
            assertThat(advances.get(i).state().parameters() == before).isEqualTo(broken);
        }
    }

    @Test
    void aBatchWithoutAnyLabelMovesNothing() {
        List<Shard> shards = shards(1);
        Arrays.fill(shards.get(0).y(), Float.NaN);
        TrainingStep.Advance advance =
                steps(Configs.of("optimizer.type=sgd"), shards, 1).get(0);
        assertThat(advance.state().parameters()).containsExactly(START);
    }

    private static String[] with(String[] settings, String more) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = more;
        return all;
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("parameter %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
