package io.plateau.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.LaunchProbe.Cost;
import org.junit.jupiter.api.Test;

class LaunchProbeTest {

    /** 94 more tasks of 2 ms on two executors, 0.5 ms of each on the driver; 60 more tasks and 1,020 more blocks of 0.1 ms. */
    @Test
    void tasksAndBlocksCostWhatJobsWithMoreOfThemTakeLonger() {
        LaunchProbe.Launch launch = LaunchProbe.of(
                new Cost(0.05, 0.01),
                new Cost(0.05 + 94 * 2e-3, 0.01 + 94 * 5e-4),
                new Cost(0.1, 0),
                new Cost(0.1 + 60 * 2e-3 + 1020 * 1e-4 / 2, 0),
                2);
        assertThat(launch.driver()).isCloseTo(5e-4, within(1e-12));
        assertThat(launch.executor()).isCloseTo(2 * 1.5e-3, within(1e-12));
        assertThat(launch.block()).isCloseTo(1e-4, within(1e-12));
    }

    /** Noise may have it that more is faster. */
    @Test
    void nothingCostsLessThanNothing() {
        Cost one = new Cost(0.05, 0.02);
        Cost less = new Cost(0.04, 0.01);
        assertThat(LaunchProbe.of(one, less, one, less, 2)).isEqualTo(new LaunchProbe.Launch(0, 0, 0));
    }
}
