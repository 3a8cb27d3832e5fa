package io.plateau.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.LaunchProbe;
import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final List<Workload> SIZES = List.of(
            new Workload("small", new StepTraffic.Size(11, 592, 99, 4096), 0.001),
            new Workload("middle", new StepTraffic.Size(11, 82_432, 2827, 4096), 0.01),
            new Workload("large", new StepTraffic.Size(11, 616_960, 1430, 4096), 0.2));
    private static final LaunchProbe.Launch LAUNCH = new LaunchProbe.Launch(5e-4, 2e-3, 1e-4);
    private static final Machines MACHINES = Machines.loopback(2);
    private static final ScalingModel TRUE =
            ScalingModelTest.model(0.03, LAUNCH.driver(), LAUNCH.executor(), LAUNCH.block(), 3e-8, 2e-9, 8e-9, 3e-9);

    @Test
    void findsTheCoefficientsThatTheStepsWereMadeWith() {
        Calibration calibration = new Calibration(LAUNCH, MACHINES);
        List<MeasuredStep> steps = steps(step -> 1.0);
        ScalingModel found = calibration.fit(steps);
        for (Coefficient which : Coefficient.values()) {
            double expected = TRUE.coefficient(which);
            assertThat(found.coefficient(which)).as("%s", which).isCloseTo(expected, within(1e-6 * expected));
        }
        assertThat(calibration.errors(found, steps).worst()).isLessThan(1e-7);
        assertThat(calibration.extrapolation(steps).worst()).isLessThan(1e-6);
    }

    /** Errors are those of the model over the measurement, and of the steps it has not seen. */
    @Test
    void saysHowFarItIsOff() {
        Calibration calibration = new Calibration(LAUNCH, MACHINES);
        SplittableRandom random = new SplittableRandom(5);
        List<MeasuredStep> noisy = steps(step -> 0.9 + 0.2 * random.nextDouble());
        Calibration.Errors errors = calibration.errors(calibration.fit(noisy), noisy);
        assertThat(errors.median()).isBetween(0.005, 0.1);
        assertThat(errors.worst()).isBetween(errors.median(), 0.2);
        // Eight shards twice as slow as the rest: nobody could have known.
        List<MeasuredStep> bent = steps(shards -> shards == 8 ? 2.0 : 1.0);
        assertThat(calibration.extrapolation(bent).median()).isCloseTo(0.5, within(1e-6));
        List<MeasuredStep> even =
                bent.stream().filter(step -> step.shards() == 8).toList();
        assertThat(calibration.extrapolation(even).median()).isNaN();
    }

    @Test
    void noCoefficientIsNegative() {
        double[][] a = {{1, 1}, {1, 2}, {1, 3}};
        // Falling: the slope of plain least squares is -1, its offset 4; without it the mean is left.
        double[] falling = NonNegativeLeastSquares.solve(a, new double[] {3, 2, 1});
        assertThat(falling[0]).isCloseTo(2, within(1e-12));
        assertThat(falling[1]).isZero();
        double[] rising = NonNegativeLeastSquares.solve(a, new double[] {3, 5, 7});
        assertThat(rising[0]).isCloseTo(1, within(1e-9));
        assertThat(rising[1]).isCloseTo(2, within(1e-9));
        assertThat(NonNegativeLeastSquares.solve(new double[][] {{0, 2}}, new double[] {4}))
                .containsExactly(0, 2);
    }

    static List<MeasuredStep> steps(IntToDoubleFunction noise) {
        List<MeasuredStep> steps = new ArrayList<>();
        for (Workload work : SIZES) {
            for (Reduction reduction : List.of(Reduction.DRIVER, Reduction.SLICES, Reduction.SKETCH)) {
                for (int shards : new int[] {1, 2, 4, 8}) {
                    StepTraffic traffic = StepTraffic.of(work.size(), reduction, shards, 2);
                    steps.add(new MeasuredStep(
                            work,
                            reduction,
                            shards,
                            noise.applyAsDouble(shards) * TRUE.seconds(work, reduction, shards, MACHINES),
                            Map.of("reduction", 0.01),
                            traffic.sent(),
                            traffic.received(),
                            traffic.exchanged()));
                }
            }
        }
        return steps;
    }
}
