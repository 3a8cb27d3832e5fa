package io.plateau.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig.Reduction;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ScalingModelTest {
    /** K = 2 tasks, P = 3,000 (3 grains), H = 10, C = 512. */
    private static final StepTraffic.Size SMALL = new StepTraffic.Size(2, 3000, 10, 512);

    private static final StepTraffic.Size QM9 = new StepTraffic.Size(11, 616_960, 1430, 4096);
    private static final int[] EXECUTORS = {1, 2, 3, 7, 16, 64, 256, 1000};

    @Test
    void trafficIsWhatTheFormulasSay() {
        // R = 8 x 2 x 3000 = 48,000; F = 8 x 10 + 24 x 2 = 128; sent 4 x 3010.
        StepTraffic driver = StepTraffic.of(SMALL, Reduction.DRIVER, 4, 2);
        assertThat(driver.sent()).isEqualTo(12_040);
        assertThat(driver.received()).isEqualTo(4 * 48_128);
        assertThat(driver.exchanged()).isZero();
        assertThat(driver.tasks()).isEqualTo(4);
        // Two owners of 3 grains: 4 F + 16 x 3 x 4 + 4 P.
        StepTraffic slices = StepTraffic.of(SMALL, Reduction.SLICES, 4, 2);
        assertThat(slices.received()).isEqualTo(4 * 128 + 192 + 12_000);
        assertThat(slices.exchanged()).isEqualTo(4 * (48_000 + 2 * 128));
        assertThat(slices.stages()).containsExactly(4, 2, 2);
        assertThat(slices.blocks()).isEqualTo(8);
        // Two owners of 256 columns: 4 F + 16 x 2 x 512 + 4 P.
        StepTraffic sketch = StepTraffic.of(SMALL, Reduction.SKETCH, 4, 2);
        assertThat(sketch.received()).isEqualTo(4 * 128 + 16_384 + 12_000);
        assertThat(sketch.exchanged()).isEqualTo(4 * (8192 + 2 * 128 + 12_000));
        assertThat(sketch.stages()).containsExactly(4, 2, 4, 2);
        assertThatThrownBy(() -> StepTraffic.of(SMALL, Reduction.AUTO, 4, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Added up by hand with a coefficient of its own order of magnitude for each. */
    @Test
    void secondsAreWhatTheFormulaSays() {
        ScalingModel model = model(0.1, 0.01, 0.02, 0.003, 1e-6, 1e-8, 2e-8, 3e-9);
        Machines machines = new Machines(2, 1e6, 4e6);
        Workload work = new Workload("small", SMALL, 0.5);
        // 3 shards on 2 executors are 2 waves; a broadcast to 2 takes 2 rounds: 24,080 bytes.
        double driver = 0.5 * 2 + 0.1 + 0.01 * 3 + 0.02 * 2 + 1e-6 * 3010 + (1e-8 + 1 / 4e6) * (3 * 48_128 + 24_080);
        assertThat(model.seconds(work, Reduction.DRIVER, 3, machines)).isCloseTo(driver, within(1e-12));
        double slices = 0.5 * 2
                + 0.1 * 2
                + 0.01 * 7
                + 0.02 * (2 + 1 + 1)
                + 0.003 * 6 / 2
                + 1e-6 * 3010
                + (1e-8 + 1 / 4e6) * (3 * 128 + 192 + 12_000 + 24_080)
                + 2e-8 * 144_768 / 2
                + 144_768 / 4.0 / 1e6;
        assertThat(model.seconds(work, Reduction.SLICES, 3, machines)).isCloseTo(slices, within(1e-12));
        double exchanged = 3 * (8192 + 256 + 12_000);
        double sketch = 0.5 * 2
                + 0.1 * 2
                + 0.01 * 10
                + 0.02 * (2 + 1 + 2 + 1)
                + 0.003 * 12 / 2
                + 1e-6 * 3010
                + (1e-8 + 1 / 4e6) * (3 * 128 + 16_384 + 12_000 + 24_080)
                + 2e-8 * exchanged / 2
                + exchanged / 4 / 1e6
                + 3e-9 * 48_000 * 2;
        assertThat(model.seconds(work, Reduction.SKETCH, 3, machines)).isCloseTo(sketch, within(1e-12));
    }

    /** One shard each: more executors never make a step shorter, and every coefficient only adds. */
    @ParameterizedTest
    @EnumSource(value = Reduction.class, names = "AUTO", mode = Mode.EXCLUDE)
    void moreExecutorsWithMoreShardsTakeLonger(Reduction reduction) {
        ScalingModel model = model(0.05, 5e-4, 2e-3, 1e-4, 1e-9, 2e-9, 8e-9, 3e-9);
        Workload work = new Workload("qm9", QM9, 0.2);
        double before = 0;
        for (int executors : EXECUTORS) {
            double seconds = model.seconds(work, reduction, executors, Machines.networked(executors, 10, 10));
            assertThat(seconds).isGreaterThan(0.2).isGreaterThanOrEqualTo(before);
            before = seconds;
        }
    }

    /** With nothing but a network the slowest of it is left: what everybody knows of these reductions. */
    @Test
    void onlyTheDriverIsLimitedByItsOwnNetworkForEver() {
        ScalingModel free = model(0, 0, 0, 0, 0, 0, 0, 0);
        Workload work = new Workload("qm9", QM9, 0);
        double rows = QM9.rows();
        double speed = 1e10 / 8;
        double driver = free.seconds(work, Reduction.DRIVER, 1000, Machines.networked(1000, 10, 10));
        assertThat(driver).isCloseTo(1000 * rows / speed, within(0.03));
        double slices = free.seconds(work, Reduction.SLICES, 1000, Machines.networked(1000, 10, 10));
        assertThat(slices).isBetween(rows / speed, 2 * rows / speed);
        // A driver with an endless network still waits for the executors' own.
        Machines endless = new Machines(1000, speed, Double.POSITIVE_INFINITY);
        assertThat(free.seconds(work, Reduction.DRIVER, 1000, endless)).isZero();
        assertThat(free.seconds(work, Reduction.SLICES, 1000, endless)).isGreaterThan(0.9 * rows / speed);
    }

    /** In the account of the driver nothing but {@code driver} grows with shards x K x P. */
    @Test
    void whatComesToTheDriverGrowsOnlyByTheShardsFacts() {
        long perShard = 8L * QM9.heads() + 24L * QM9.tasks();
        for (Reduction reduction : new Reduction[] {Reduction.SLICES, Reduction.SKETCH}) {
            long one = StepTraffic.of(QM9, reduction, 1, 1).received();
            long many = StepTraffic.of(QM9, reduction, 1000, 1000).received();
            assertThat(many - one).isEqualTo(999 * perShard);
        }
        assertThat(StepTraffic.of(QM9, Reduction.DRIVER, 1000, 1000).received())
                .isEqualTo(1000 * (QM9.rows() + perShard));
    }

    @Test
    void aModelHasAllCoefficients() {
        assertThatThrownBy(() -> new ScalingModel(Map.of(Coefficient.JOB, 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only [JOB]");
    }

    static ScalingModel model(double... values) {
        Map<Coefficient, Double> coefficients = new EnumMap<>(Coefficient.class);
        int i = 0;
        for (Coefficient which : Coefficient.values()) {
            coefficients.put(which, values[i++]);
        }
        return new ScalingModel(coefficients);
    }
}
