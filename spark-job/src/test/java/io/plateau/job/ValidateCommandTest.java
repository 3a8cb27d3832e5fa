package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.conf.ClusterConfig.Reduction;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Loss;
import io.plateau.train.Footprint;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {

    /** 3 inputs, one layer of 4 units: P = 3*4 + 4 = 16; two heads of 4 + 1: H = 10. */
    private static final ModelSpec MODEL = new MlpSpec(3, new int[] {4}, Activation.RELU, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1), HeadSpec.binary("b")
    });

    @Test
    void footprintCountsWhatAStepHoldsAndSends() {
        // slot: P + 4H + K P + 2 b U with b = 10/2 rows, U = 4; step: 2 shards (K P + H); state: (P + H) and Adam's two
        // moments
        assertThat(Footprint.of(job("sharpness.mode = none"), MODEL))
                .isEqualTo(new Footprint(
                        16,
                        10,
                        4 * (16 + 40 + 32 + 40),
                        Reduction.DRIVER,
                        4 * 2 * (32 + 10),
                        4 * 26,
                        4 * 3 * 26,
                        false));
        // slot: P + 4H + (2 K + 1) P + 2 (2 b U); step: 2 shards 2 (K P + H)
        assertThat(Footprint.of(job("sharpness.mode = decomposed"), MODEL))
                .isEqualTo(new Footprint(
                        16,
                        10,
                        4 * (16 + 40 + 80 + 80),
                        Reduction.DRIVER,
                        4 * 2 * 2 * (32 + 10),
                        4 * 26,
                        4 * 3 * 26,
                        false));
        // In the mode direct s_k takes the place of g_k on its way.
        assertThat(Footprint.of(job("sharpness.mode = direct"), MODEL).stepBytes())
                .isEqualTo(4 * 2 * (32 + 10));
    }

    @Test
    void localStepsSendStates() {
        Footprint rounds = Footprint.of(job("sharpness.mode = none, cluster.sync = local-steps"), MODEL);
        long state = 4 * 3 * 26;
        assertThat(rounds)
                .isEqualTo(new Footprint(
                        16, 10, 4 * (16 + 40 + 32 + 40) + 2 * state, Reduction.DRIVER, 2 * state, state, state, true));
        SparkConf little = new SparkConf(false).set("spark.driver.maxResultSize", "600");
        assertThatThrownBy(() -> rounds.requireResultsFit(little))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("cluster.sync = local-steps sends 624 B to the driver in each round, more than"
                        + " spark.driver.maxResultSize = 600 B: raise spark.driver.maxResultSize, or use fewer shards");
    }

    @Test
    void reductionsSendWhatTheySay() {
        // slices: P and the shards' heads; the sums where whole rows are needed. sketch: P, heads and K rows of C in
        // double.
        assertThat(Footprint.of(job("sharpness.mode = none, cluster.reduction = slices"), MODEL)
                        .stepBytes())
                .isEqualTo(4 * (2 * 10 + 16));
        assertThat(Footprint.of(job("method = moco, cluster.reduction = slices"), MODEL)
                        .stepBytes())
                .isEqualTo(4 * (2 * 2 * 10 + 16 + 2 * 32));
        assertThat(Footprint.of(
                                job("sharpness.mode = none, cluster { reduction = sketch, sketch-columns = 64 }"),
                                MODEL)
                        .stepBytes())
                .isEqualTo(4 * (2 * 10 + 16 + 2 * 64 * 2));
    }

    @Test
    void whatSparkWouldRefuseIsRefusedBefore() {
        Footprint footprint = Footprint.of(job("cluster.reduction = driver"), MODEL);
        footprint.requireResultsFit(new SparkConf(false));
        SparkConf little = new SparkConf(false).set("spark.driver.maxResultSize", "600");
        assertThatThrownBy(() -> footprint.requireResultsFit(little))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("cluster.reduction = driver sends 672 B to the driver in each step, more than"
                        + " spark.driver.maxResultSize = 600 B: set cluster.reduction = slices, raise"
                        + " spark.driver.maxResultSize, or use fewer shards");
        footprint.requireResultsFit(little.set("spark.driver.maxResultSize", "0"));
    }

    @Test
    void autoKeepsLittleTrafficAtTheDriver() {
        // 2 kinds x 4 bytes x 2 shards x K P: 64 MiB are 4 M parameters of one task.
        ModelSpec wide = new MlpSpec(
                1 << 12, new int[] {1 << 10}, Activation.RELU, MODEL.heads().toArray(HeadSpec[]::new));
        assertThat(Footprint.of(job("run.seed = 1"), MODEL).reduction()).isEqualTo(Reduction.DRIVER);
        assertThat(Footprint.of(job("run.seed = 1"), wide).reduction()).isEqualTo(Reduction.SLICES);
    }

    @Test
    void sketchesGoWithWhatNeedsNoWholeRows() {
        assertThatThrownBy(() -> job("cluster.reduction = sketch, method = moco"))
                .hasMessageContaining("cluster.reduction = sketch does not go with the method moco");
        assertThatThrownBy(() -> job("cluster.reduction = sketch, sharpness.perturbation-scope = global"))
                .hasMessageContaining("need whole rows: use slices");
        assertThatThrownBy(() -> job("cluster.transport = bfloat16"))
                .hasMessageContaining("cluster.transport = bfloat16 goes with cluster.reduction = slices");
    }

    @Test
    void footprintCountsWhatPoliciesAndMethodsRemember() {
        // The rows of the whole batch, K P + H, go to every executor and wait in every slot.
        Footprint global = Footprint.of(job("sharpness.perturbation-scope = global"), MODEL);
        assertThat(global.sentBytes()).isEqualTo(4 * (26 + 32 + 10));
        assertThat(global.slotBytes()).isEqualTo(4 * (16 + 40 + 80 + 32 + 80));
        // K P + H numbers of every-n; K P of MoCo for each of its two parts.
        assertThat(Footprint.of(job("sharpness.policy = every-n"), MODEL).stateBytes())
                .isEqualTo(4 * (3 * 26 + 32 + 10));
        assertThat(Footprint.of(job("method = moco, optimizer.type = sgd"), MODEL)
                        .stateBytes())
                .isEqualTo(4 * (26 + 2 * 32));
    }

    @Test
    void bytesAreReadable() {
        assertThat(Footprint.bytes(1023)).isEqualTo("1023 B");
        assertThat(Footprint.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Footprint.bytes(5L << 40)).isEqualTo("5.0 TiB");
        assertThat(Footprint.bytes(5L << 50)).isEqualTo("5120.0 TiB");
    }

    private static JobConfig job(String settings) {
        return ConfigLoader.ofText(settings + ", model.hidden = [4], training { batch-size = 10, shards = 2 }", "test")
                .job();
    }
}
