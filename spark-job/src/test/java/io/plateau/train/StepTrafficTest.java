package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig;
import io.plateau.conf.JobConfig;
import io.plateau.model.kernel.BlasKernels;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step moves, counted while it is made over 1, 2, 4 and 8 shards. */
class StepTrafficTest {
    private static final int CORES = 2;
    private static final int[] SHARDS = {1, 2, 4, 8};

    /** K = 3, 5 inputs, two layers of 300 and 12: P = 5 x 300 + 300 + 300 x 12 + 12, in 6 grains; H = 3 x 13; C = 512. */
    private static final StepTraffic.Size SIZE = new StepTraffic.Size(3, 5412, 39, 512);

    private static final SparkOfTests SPARK = new SparkOfTests();

    @AfterAll
    static void stop() {
        SPARK.close();
    }

    @ParameterizedTest
    @EnumSource(value = ClusterConfig.Reduction.class, names = "AUTO", mode = Mode.EXCLUDE)
    void theFormulasAreTheAccount(ClusterConfig.Reduction reduction) {
        for (int shards : SHARDS) {
            BenchmarkResult step = step(reduction, shards);
            StepTraffic expected = StepTraffic.of(SIZE, reduction, shards, CORES);
            assertThat(step.sent()).as("sent").isEqualTo((double) expected.sent());
            assertThat(step.received()).as("received, %d shards", shards).isEqualTo((double) expected.received());
            assertThat(step.exchanged()).as("exchanged, %d shards", shards).isEqualTo((double) expected.exchanged());
        }
    }

    /** Beside losses and gradients of the heads, 8 H + 24 K bytes of each shard, the driver gets the same from 8 shards as from one. */
    @ParameterizedTest
    @ValueSource(strings = {"SLICES", "SKETCH"})
    void whatComesToTheDriverDoesNotGrowWithTheRowsOfTheShards(ClusterConfig.Reduction reduction) {
        double one = step(reduction, 1).received();
        double eight = step(reduction, 8).received();
        assertThat(eight - one).isEqualTo(7 * (8 * 39 + 24 * 3));
    }

    private static BenchmarkResult step(ClusterConfig.Reduction reduction, int shards) {
        SPARK.on(CORES);
        JobConfig config = Configs.of(
                "method=nash-mtl",
                "sharpness.mode=decomposed",
                "model.hidden=[300, 12]",
                "training.shards=" + shards,
                "training.batch-size=" + 2 * shards,
                "cluster.reduction=" + reduction.name().toLowerCase(Locale.ROOT),
                "cluster.sketch-columns=512",
                "bench.cluster=spark",
                "bench.steps=1",
                "bench.warmup=0",
                "bench.inputs=5",
                "bench.tasks=3");
        SparkSession session = SparkSession.builder().getOrCreate();
        return new Benchmark(config, BlasKernels::new, session).steps();
    }
}
