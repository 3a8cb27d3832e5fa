package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.math.linalg.TaskMatrix;
import java.util.Arrays;

/** What several tests ask of an outcome and of arrays. */
final class Outcomes {
    private Outcomes() {}

    /** The weights, or the certificate of a stationary point. */
    static double[] weights(Outcome outcome) {
        if (outcome instanceof Outcome.Agreement agreement) {
            return agreement.weights();
        }
        if (outcome instanceof Outcome.NotConverged last) {
            return last.weights();
        }
        return ((Outcome.ParetoStationary) outcome).certificate();
    }

    /** A certificate is a convex combination of the gradients that vanishes. */
    static void assertStationary(Outcome outcome, TaskMatrix gradients) {
        assertThat(outcome).isInstanceOf(Outcome.ParetoStationary.class);
        double[] certificate = ((Outcome.ParetoStationary) outcome).certificate();
        double length = 0;
        for (int k = 0; k < certificate.length; k++) {
            assertThat(certificate[k]).isGreaterThanOrEqualTo(0);
            length += certificate[k] * norm(gradients.row(k));
        }
        assertThat(Arrays.stream(certificate).sum()).isCloseTo(1, within(1e-12));
        assertThat(norm(gradients.combine(certificate))).isLessThanOrEqualTo(1e-6 * length);
    }

    static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    static double distance(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** Largest error, each over its own expected value or all over the largest one. */
    static double relativeError(double[] found, double[] expected, boolean each) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - expected[i]);
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, each ? difference / Math.max(Math.abs(expected[i]), 1e-300) : difference);
        }
        return each ? error : error / Math.max(largest, 1e-300);
    }

    static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }
}
