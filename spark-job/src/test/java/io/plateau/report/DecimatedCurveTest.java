package io.plateau.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the samples themselves: no spike is lost, nothing is made up, few points remain. */
class DecimatedCurveTest {
    private static final int BUCKETS = 50;

    private static double[] noise(int samples, long seed) {
        return new Random(seed).doubles(samples, -1, 1).toArray();
    }

    private static Curve decimated(double[] samples) {
        DecimatedCurve curve = new DecimatedCurve(BUCKETS);
        for (int i = 0; i < samples.length; i++) {
            curve.add(i + 1, samples[i]);
        }
        return curve.curve("loss", 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 51, 100, 101, 1000, 12_345, 100_000})
    void everySpikeStaysAtItsStep(int samples) {
        double[] y = noise(samples, samples);
        Random random = new Random(3);
        // Rarer than buckets: each is an extreme of the one that it falls in.
        int spikes = Math.min(5, samples);
        int[] places = random.ints(0, samples).distinct().limit(spikes).toArray();
        for (int i = 0; i < places.length; i++) {
            y[places[i]] = i % 2 == 0 ? 100 + i : -100 - i;
        }
        Curve curve = decimated(y);
        assertThat(curve.x().length).isLessThanOrEqualTo(2 * BUCKETS + 2);
        for (int place : places) {
            int found = Arrays.binarySearch(curve.x(), place + 1);
            boolean hidden = Arrays.stream(places)
                    .anyMatch(other -> other != place
                            && Math.abs(other - place) <= samples / BUCKETS * 2
                            && Math.signum(y[other]) == Math.signum(y[place])
                            && Math.abs(y[other]) > Math.abs(y[place]));
            assertThat(hidden || found >= 0)
                    .as("spike at step %d of %d", place + 1, samples)
                    .isTrue();
        }
        double[] sorted = y.clone();
        Arrays.sort(sorted);
        assertThat(curve.y()).contains(sorted[0], sorted[samples - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 101, 1000, 12_345})
    void pointsAreSamplesInOrderAndTheEndsAreThere(int samples) {
        double[] y = noise(samples, 11);
        Curve curve = decimated(y);
        for (int i = 0; i < curve.x().length; i++) {
            assertThat(curve.y()[i]).isEqualTo(y[(int) curve.x()[i] - 1]);
            assertThat(i == 0 || curve.x()[i] > curve.x()[i - 1]).isTrue();
        }
        assertThat(curve.x()[curve.x().length - 1]).isEqualTo(samples);
        assertThat(curve.y()[curve.y().length - 1]).isEqualTo(y[samples - 1]);
        assertThat(curve.x()[0]).isEqualTo(1);
    }

    @Test
    void aShortCurveIsAllItsSamples() {
        double[] y = noise(BUCKETS, 5);
        Curve curve = decimated(y);
        assertThat(curve.y()).containsExactly(y);
        assertThat(curve.meanX()).isEmpty();
    }

    @Test
    void theSmoothLineIsTheMeanOfNeighbours() {
        double[] y = noise(6400, 7);
        Curve curve = decimated(y);
        int buckets = curve.meanY().length;
        assertThat(buckets).isEqualTo(BUCKETS);
        int width = 6400 / buckets;
        for (int i = 0; i < buckets; i++) {
            double mean = Arrays.stream(y, i * width, (i + 1) * width).average().orElseThrow();
            assertThat(curve.meanY()[i]).isCloseTo(mean, within(1e-12));
            assertThat(curve.meanX()[i]).isEqualTo(i * width + (width + 1) / 2.0);
        }
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        DecimatedCurve curve = new DecimatedCurve(BUCKETS);
        curve.add(1, Double.NaN);
        curve.add(2, 5);
        curve.add(3, Double.POSITIVE_INFINITY);
        assertThat(curve.curve("loss", 0).x()).containsExactly(2);
        assertThat(new DecimatedCurve(BUCKETS).curve("loss", 0).x()).isEmpty();
    }

    @Test
    void secondsFollowTheSteps() {
        StepTimes times = new StepTimes(new double[] {10, 20, 40}, new double[] {1, 3, 4});
        assertThat(times.at(10)).isEqualTo(1);
        assertThat(times.at(15)).isEqualTo(2);
        assertThat(times.at(30)).isEqualTo(3.5);
        assertThat(times.at(5)).isEqualTo(1);
        assertThat(times.at(99)).isEqualTo(4);
        assertThat(new StepTimes(new double[0], new double[0]).at(3)).isNaN();
    }
}
