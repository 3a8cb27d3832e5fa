package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.checkpoint.Checkpoint;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies do to whole steps: each one's identities, and that a run can be cut anywhere. */
class SharpnessPolicyTest {
    private static final int TASKS = 3;
    private static final int STEPS = 8;
    private static final int BATCHES = 4;
    private static final ModelSpec MODEL = new MlpSpec(5, new int[] {8}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.MSE, 1),
        HeadSpec.regression("c", Loss.MSE, 1)
    });
    private static final String POLICY = "sharpness.policy=";

    private static List<TrainingStep.Advance> run(int shards, double missing, String... settings) {
        return run(shards, missing, false, settings);
    }

    private static List<TrainingStep.Advance> run(int shards, double missing, boolean cut, String... settings) {
        JobConfig config = Configs.of(settings);
        List<Shard> data = RandomShards.of(shards, 40, 5, TASKS, missing, 5);
        List<TrainingStep.Advance> advances = new ArrayList<>();
        try (LocalCluster cluster = new LocalCluster(MODEL, Map.of(Split.TRAIN, data), BlasKernels::new);
                Optimizer optimizer =
                        new Optimizer(config.optimizer(), MODEL.layout().size())) {
            TrainingStep step = new TrainingStep(
                    cluster,
                    Bargainers.of(config),
                    SharpnessPolicies.of(config.sharpness(), MODEL.layout(), STEPS, 7),
                    optimizer,
                    new Schedule(config.schedule(), config.optimizer().learningRate(), 10),
                    MODEL.layout(),
                    StepSettings.of(
                            config, EpochDivision.even(BATCHES), cluster.labelsComplete(), List.of("a", "b", "c")));
            TrainingState state = step.initialState(MODEL.initialParameters(3));
            for (int i = 0; i < STEPS; i++) {
                advances.add(step.run(state));
                state = advances.get(i).state();
                if (cut) {
                    state = StateFiles.read(new Checkpoint(state.step(), StateFiles.write(state)));
                }
            }
        }
        return advances;
    }

    private static float[] end(int shards, String... settings) {
        List<TrainingStep.Advance> advances = run(shards, 0.2, settings);
        return advances.get(advances.size() - 1).state().parameters();
    }

    private static String[] with(String mode, String... more) {
        String[] settings = Arrays.copyOf(more, more.length + 2);
        settings[more.length] = "sharpness.mode=" + mode;
        settings[more.length + 1] = "sharpness.rho=0.1";
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"decomposed", "direct"})
    void limitsOfThePoliciesAreSamBitForBit(String mode) {
        // Rows of the mode direct are g + f where a policy needs both.
        double tolerance = mode.equals("direct") ? 2e-6 : 0;
        float[] sam = end(2, with(mode));
        for (String[] limit : new String[][] {
            {POLICY + "every-n", "sharpness.policies.every-n.steps=1"},
            {POLICY + "late", "sharpness.policies.late.from=0"},
            {POLICY + "subset", "sharpness.policies.subset.samples=1", "sharpness.policies.subset.coordinates=1"},
            {"sharpness.measure=gsam", "sharpness.measures.gsam.alpha=0"}
        }) {
            assertClose(end(2, with(mode, limit)), sam, tolerance, limit[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decomposed", "direct"})
    void limitsOfThePoliciesArePlainTraining(String mode) {
        float[] plain = end(2, with("none"));
        assertThat(end(2, with(mode))).isNotEqualTo(plain);
        assertThat(end(2, with(mode, POLICY + "late", "sharpness.policies.late.from=1")))
                .isEqualTo(plain);
        String[] never = {
            POLICY + "adaptive", "sharpness.policies.adaptive.start=1e9", "sharpness.policies.adaptive.end=1e9"
        };
        assertThat(end(2, with(mode, never))).isEqualTo(plain);
        for (String policy : List.of("every-n", "subset", "shared", "previous-gradient", "zeroth-order", "adaptive")) {
            float[] still = end(2, "sharpness.mode=" + mode, POLICY + policy, "sharpness.rho=0");
            assertClose(still, plain, 2e-6, policy + " with radius 0");
        }
    }

    /** -1e9 standard deviations below the mean every gradient asks for a second one, all along the whole batch. */
    @ParameterizedTest
    @ValueSource(strings = {"decomposed", "direct"})
    void adaptiveThatAlwaysAgreesIsSamOfTheWholeBatch(String mode) {
        String[] always = {
            POLICY + "adaptive", "sharpness.policies.adaptive.start=-1e9", "sharpness.policies.adaptive.end=-1e9"
        };
        float[] adaptive = end(3, with(mode, always));
        assertThat(adaptive).isEqualTo(end(3, with(mode, "sharpness.perturbation-scope=global")));
        assertThat(adaptive).isNotEqualTo(end(3, with(mode)));
    }

    @ParameterizedTest
    @CsvSource({
        "decomposed, every-step",
        "direct, every-step",
        "joint, every-step",
        "decomposed, every-n",
        "decomposed, shared",
        "direct, shared",
        "decomposed, subset",
        "decomposed, late"
    })
    void onOneShardTheWholeBatchIsTheShard(String mode, String policy) {
        float[] shard = end(1, with(mode, POLICY + policy));
        float[] global = end(1, with(mode, POLICY + policy, "sharpness.perturbation-scope=global"));
        assertClose(global, shard, 1e-5, mode + " " + policy);
    }

    /** F-LS with the mean: A(g) + A(f) = A(s). */
    @Test
    void decomposedMeansAreTheMeanOfThePerturbedGradients() {
        String[] mean = {"method=ls", "methods.ls.reduction=mean", "optimizer.type=sgd", "training.max-norm=0"};
        assertClose(end(2, with("decomposed", mean)), end(2, with("direct", mean)), 2e-6, "F-LS");
    }

    @Test
    void sharedPerturbationsOfTheModeDirectAreTheModeJoint() {
        assertThat(end(2, with("direct", POLICY + "shared"))).isEqualTo(end(2, with("joint")));
    }

    @Test
    void zerothOrderWithoutEstimatesClimbsAlongTheMean() {
        String[] mean = {POLICY + "zeroth-order", "sharpness.policies.zeroth-order.mix=1", "sharpness.rho-head=0"};
        String[] shared = {POLICY + "shared", "sharpness.rho-head=0"};
        assertClose(end(2, with("direct", mean)), end(2, with("direct", shared)), 1e-4, "mix = 1");
    }

    @Test
    void theFirstStepAlongThePreviousGradientIsPlain() {
        List<TrainingStep.Advance> previous = run(2, 0, with("direct", POLICY + "previous-gradient"));
        List<TrainingStep.Advance> plain = run(2, 0, with("none"));
        assertThat(previous.get(0).state().parameters())
                .isEqualTo(plain.get(0).state().parameters());
        assertThat(previous.get(1).state().parameters())
                .isNotEqualTo(plain.get(1).state().parameters());
        assertThat(previous.get(1).result().perturbedLosses())
                .isNotEqualTo(previous.get(1).result().losses());
    }

    @Test
    void tasksTakeTurnsAndReuseTheirComponentsBetween() {
        List<TrainingStep.Advance> steps =
                run(2, 0, with("decomposed", POLICY + "every-n", "sharpness.policies.every-n.steps=3"));
        for (TrainingStep.Advance advance : steps) {
            StepResult result = advance.result();
            for (int task = 0; task < TASKS; task++) {
                boolean due = (result.step() + task) % 3 == 0;
                assertThat(result.perturbedLosses()[task] != result.losses()[task])
                        .as("step %d, task %d", result.step(), task)
                        .isEqualTo(due);
            }
        }
        float[] kept = steps.get(2).state().sharpness().vectors().get("kept");
        assertThat(kept)
                .hasSize(TASKS * MODEL.layout().shared() + MODEL.layout().heads());
        // All tasks have had their turn after three steps; the norms are those of their parts.
        double[] lengths = steps.get(2).state().sharpness().values().value("lengths");
        for (int task = 0; task < TASKS; task++) {
            double squares = 0;
            for (int i = 0; i < MODEL.layout().shared(); i++) {
                squares += Math.pow(kept[task * MODEL.layout().shared() + i], 2);
            }
            assertThat(lengths[task]).isPositive().isCloseTo(Math.sqrt(squares), within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "decomposed, every-n, nash-mtl",
        "direct, every-n, nash-mtl",
        "decomposed, adaptive, nash-mtl",
        "direct, adaptive, cagrad",
        "decomposed, subset, nash-mtl",
        "decomposed, late, nash-mtl",
        "decomposed, shared, mgda",
        "direct, zeroth-order, nash-mtl",
        "direct, previous-gradient, nash-mtl",
        "decomposed, previous-gradient, nash-mtl",
        "decomposed, every-step, moco",
        "decomposed, every-n, graddrop",
        "direct, every-step, db-mtl",
        "none, every-step, excessmtl",
        "none, every-step, trimmed-mean",
        "none, every-step, famo"
    })
    void aRunCutAfterEveryStepGivesTheSameBits(String mode, String policy, String method) {
        String[] settings = with(mode, POLICY + policy, "method=" + method, "sharpness.policies.late.from=0.5");
        List<TrainingStep.Advance> whole = run(2, 0.2, settings);
        List<TrainingStep.Advance> cut = run(2, 0.2, true, settings);
        for (int i = 0; i < STEPS; i++) {
            assertThat(cut.get(i).state().parameters())
                    .isEqualTo(whole.get(i).state().parameters())
                    .doesNotContain(Float.NaN);
        }
        assertThat(whole.get(STEPS - 1).state().parameters())
                .isNotEqualTo(whole.get(0).state().parameters());
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance, String what) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s, parameter %d", what, i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
