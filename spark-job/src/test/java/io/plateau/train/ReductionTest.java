package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.RandomShards;
import io.plateau.cluster.SparkCluster;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.runtime.AbstractFunction1;

/** What reductions promise beside equal bits: errors they know of, and nothing left behind. */
@Tag("slow")
class ReductionTest {
    private static final int SHARDS = 3;
    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final ModelSpec MODEL = new MlpSpec(
            7,
            new int[] {300, 64},
            Activation.TANH,
            TASKS.stream().map(task -> HeadSpec.regression(task, Loss.MSE, 1)).toArray(HeadSpec[]::new));
    private static final ModelSpec SMALL = new MlpSpec(
            7,
            new int[] {4},
            Activation.TANH,
            TASKS.stream().map(task -> HeadSpec.regression(task, Loss.MSE, 1)).toArray(HeadSpec[]::new));

    private static final SparkOfTests SPARK = new SparkOfTests();

    @AfterAll
    static void stop() {
        SPARK.close();
    }

    @ParameterizedTest
    @CsvSource({"decomposed, 0.0", "decomposed, 0.3", "direct, 0.0", "none, 0.3"})
    void sketchesGiveNearlyTheSameStepAndKnowTheirError(String mode, double missing) {
        List<StepResult> exact = run(MODEL, 3, missing, "sharpness.mode=" + mode, "cluster.reduction=driver");
        List<StepResult> sketched = run(
                MODEL,
                3,
                missing,
                "sharpness.mode=" + mode,
                "cluster.reduction=sketch",
                "cluster.sketch-columns=16384");
        // The first step starts from the same parameters; how far weights are apart follows from the error of the
        // cosines.
        StepResult one = exact.get(0);
        StepResult other = sketched.get(0);
        assertThat(other.losses()).containsExactly(one.losses());
        assertThat(other.errors().get("gram")).isBetween(1e-4, 0.05);
        for (int task = 0; task < TASKS.size(); task++) {
            assertThat(other.lossWeights()[task] / one.lossWeights()[task]).isBetween(0.9, 1.1);
        }
        assertThat(other.directionNorm() / one.directionNorm()).isBetween(0.9, 1.1);
        assertThat(sketched.get(2).cost().bytesReceived()).isPositive();
        assertThat(one.errors()).isEmpty();
    }

    /** With weights that do not hang on the Gram matrix the combination is exact but for the order of float sums. */
    @Test
    void aSketchCombinesTheRowsThemselves() {
        for (String missing : List.of("0.0", "0.3")) {
            double share = Double.parseDouble(missing);
            StepResult exact = run(MODEL, 1, share, "method=ls", "cluster.reduction=driver")
                    .get(0);
            StepResult sketched = run(MODEL, 1, share, "method=ls", "cluster.reduction=sketch")
                    .get(0);
            assertThat(sketched.directionNorm() / exact.directionNorm()).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    @Test
    void halfTheBytesCostWhatTheStepLogSays() {
        List<StepResult> exact = run(MODEL, 2, 0, "cluster.reduction=slices");
        List<StepResult> rounded = run(MODEL, 2, 0, "cluster.reduction=slices", "cluster.transport=bfloat16");
        double error = rounded.get(0).errors().get("transport");
        // Rounding to 8 bits loses 2^-8 / sqrt(12) to 2^-8 / sqrt(3) of a number, less in a sum over shards.
        assertThat(error).isBetween(0x1p-8 / 6, 0x1p-8 / Math.sqrt(3));
        double ratio = rounded.get(0).directionNorm() / exact.get(0).directionNorm();
        assertThat(Math.abs(ratio - 1)).isLessThan(5 * error);
        assertThat(rounded.get(0).cost().bytesExchanged()
                        / (double) exact.get(0).cost().bytesExchanged())
                .isBetween(0.5, 0.55);
    }

    /** After thousands of steps Spark holds what it held after some: the shards, and nothing of any step. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "slices", "sketch"})
    void nothingStaysOfAStep(String reduction) throws InterruptedException {
        List<int[]> counts = new ArrayList<>();
        run(
                SMALL,
                2000,
                0,
                state -> {
                    if (state.step() % 250 == 0) {
                        counts.add(new int[] {
                            blocks("rdd_"),
                            blocks("shuffle_"),
                            SPARK.on(2).getPersistentRDDs().size()
                        });
                    }
                },
                "cluster.reduction=" + reduction);
        assertThat(counts).hasSize(8);
        for (int[] count : counts) {
            // Removal does not wait, so the last step's blocks may still be there.
            assertThat(count[0]).as("cached blocks").isLessThanOrEqualTo(SHARDS + 4);
            assertThat(count[1]).as("blocks of shuffles").isLessThanOrEqualTo(4 * SHARDS);
            assertThat(count[2]).as("persistent RDDs").isEqualTo(1);
        }
        // Those of the jobs' code are Spark's own, and go when the garbage collector has found them.
        System.gc();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (blocks("broadcast_") > 20 && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(200);
        }
        assertThat(blocks("broadcast_")).as("broadcasts").isLessThanOrEqualTo(20);
    }

    private static int blocks(String prefix) {
        return SparkEnv.get()
                .blockManager()
                .getMatchingBlockIds(new Named(prefix))
                .size();
    }

    private static List<StepResult> run(ModelSpec model, int steps, double missing, String... settings) {
        return run(model, steps, missing, state -> {}, settings);
    }

    private static List<StepResult> run(
            ModelSpec model, int steps, double missing, Consumer<TrainingState> each, String... more) {
        List<String> settings = new ArrayList<>(List.of("method=nash-mtl", "training.batch-size=30"));
        settings.addAll(List.of(more));
        JobConfig config = Configs.of(settings.toArray(new String[0]));
        List<Shard> data = RandomShards.of(SHARDS, 50, 7, TASKS.size(), missing, 11);
        List<StepResult> results = new ArrayList<>();
        try (Cluster cluster = new SparkCluster(
                        model,
                        Map.of(Split.TRAIN, SPARK.on(2).parallelize(data, SHARDS)),
                        BlasKernels::new,
                        config.cluster());
                Optimizer optimizer =
                        new Optimizer(config.optimizer(), model.layout().size())) {
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), model.layout(), 40, 7),
                    optimizer,
                    new Schedule(config.schedule(), 0.001, 10),
                    model.layout(),
                    StepSettings.of(config, EpochDivision.even(5), cluster.labelsComplete(), TASKS));
            TrainingState state = step.initialState(model.initialParameters(1));
            for (int i = 0; i < steps; i++) {
                TrainingStep.Advance advance = step.run(state);
                results.add(advance.result());
                state = advance.state();
                each.accept(state);
            }
        }
        return results;
    }

    /** Blocks whose name begins so; a class, as Spark's own filters are Scala functions. */
    private static final class Named extends AbstractFunction1<BlockId, Object> {
        private final String prefix;

        Named(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Object apply(BlockId block) {
            return block.name().startsWith(prefix);
        }
    }
}
