package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plateau.math.aggregate.Aggregator;
import io.plateau.math.linalg.TaskMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every weighting owes its callers; the test of a method inherits it and names the properties of the method. */
abstract class WeightingContract {
    private static final long SEED = 42;

    final Weighting method;
    private final Aggregator aggregator;
    private final Set<Property> properties;

    /** The method with its default options and the promises of its card. */
    WeightingContract(String name) {
        this(name, Map.of(), Weightings.card(name).properties());
    }

    WeightingContract(String name, Map<String, Object> options, Set<Property> properties) {
        this(Weightings.create(name, options), properties);
    }

    /** A method that is not registered. */
    WeightingContract(Weighting method, Set<Property> properties) {
        this.method = method;
        aggregator = new Aggregator(method);
        this.properties = properties;
    }

    private Aggregator.Aggregation aggregation(TaskMatrix gradients, double... losses) {
        return aggregator.aggregate(
                gradients, losses, 3, 1, SEED, aggregator.initialState(gradients.tasks(), gradients.parameters()));
    }

    private Aggregator.Aggregation aggregation(TaskMatrix gradients) {
        double[] losses = new double[gradients.tasks()];
        Arrays.fill(losses, 0.5);
        return aggregation(gradients, losses);
    }

    Outcome outcome(TaskMatrix gradients) {
        return aggregation(gradients).outcome();
    }

    double[] direction(TaskMatrix gradients) {
        return aggregation(gradients).direction();
    }

    /** {@code sum |w_k| ||g_k||}: what the rounding error of the direction is measured by. */
    double size(TaskMatrix gradients) {
        double[] weights = Outcomes.weights(outcome(gradients));
        return IntStream.range(0, weights.length)
                .mapToDouble(k -> Math.abs(weights[k]) * Outcomes.norm(gradients.row(k)))
                .sum();
    }

    @TestFactory
    Stream<DynamicTest> promisedProperties() {
        return properties.stream()
                .map(property -> DynamicTest.dynamicTest(property.name(), () -> {
                    for (TaskMatrix gradients : Matrices.inManyUnits()) {
                        PropertyChecks.check(property, this, gradients);
                    }
                }));
    }

    @Test
    void agreesOnSolvableInputWithFiniteWeights() {
        for (TaskMatrix gradients : Matrices.solvable()) {
            Outcome outcome = outcome(gradients);
            assertThat(outcome).isInstanceOf(Outcome.Agreement.class);
            assertThat(Outcomes.weights(outcome)).hasSize(gradients.tasks());
            assertThat(Outcomes.allFinite(Outcomes.weights(outcome))).isTrue();
        }
    }

    @Test
    void hasTheDegreeItSays() {
        boolean differs = false;
        for (TaskMatrix gradients : Matrices.solvable()) {
            double[] d = direction(gradients);
            double[] doubled = direction(Matrices.scaled(gradients, 2));
            double degree = Double.isNaN(method.degree()) ? 1 : method.degree();
            double[] expected = Outcomes.scaled(d, Math.pow(2, degree));
            differs |= !(Outcomes.distance(doubled, expected) <= 1e-7 * size(gradients));
        }
        assertThat(differs).isEqualTo(Double.isNaN(method.degree()));
    }

    @Test
    void givesEqualBitsForEqualInput() {
        for (TaskMatrix gradients : Matrices.solvable()) {
            assertThat(Outcomes.weights(outcome(gradients))).isEqualTo(Outcomes.weights(outcome(gradients)));
        }
    }

    @Test
    void saysBeforehandWhatItWillSay() {
        TaskMatrix gradients = Matrices.random(5, 8, 9);
        var prior = method.prior(5, method.initialState(5), 3, 1, SEED);
        assertThat(prior.isPresent()).isEqualTo(method.needs() == Needs.PRIOR);
        prior.ifPresent(weights -> assertThat(weights).isEqualTo(Outcomes.weights(outcome(gradients))));
    }

    @Test
    void keepsTheShapeOfItsState() {
        TaskMatrix gradients = Matrices.random(5, 8, 9);
        MethodState initial = method.initialState(5);
        MethodState next = outcome(gradients).next();
        assertThat(next.values().keySet()).isEqualTo(initial.values().keySet());
        initial.values().forEach((key, value) -> assertThat(next.value(key)).hasSameSizeAs(value));
    }

    @Test
    void survivesZeroRowsEqualTasksAndOpposedTasks() {
        TaskMatrix base = Matrices.random(4, 7, 5);
        TaskMatrix[] hard = {
            Matrices.scaled(base, 1, 0, 1, 1),
            Matrices.scaled(base, 0),
            Matrices.permuted(base, new int[] {1, 1, 1}),
            Matrices.scaled(Matrices.permuted(base, new int[] {2, 2}), 1, -1),
            Matrices.scaled(Matrices.permuted(base, new int[] {2, 0, 2}), 1, 1, -3),
            Matrices.scaled(Matrices.permuted(base, new int[] {0}), 1e-160),
            Matrices.scaled(base, 1e-80, 1e80, 1, 1e-80)
        };
        for (TaskMatrix gradients : hard) {
            double[] weights = Outcomes.weights(outcome(gradients));
            assertThat(weights).hasSize(gradients.tasks());
            assertThat(Outcomes.allFinite(weights)).isTrue();
            assertThat(Outcomes.allFinite(direction(gradients))).isTrue();
        }
    }

    @Test
    void namesTheTaskWhoseInputIsNotFinite() {
        double[][] rows = Matrices.rows(Matrices.random(3, 4, 8));
        rows[1][2] = Double.NaN;
        TaskMatrix spoilt = TaskMatrix.of(rows);
        boolean looks = method.needs() != Needs.PRIOR || List.of("uw", "dwa").contains(method.name());
        if (looks) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> aggregation(spoilt, 1, Double.NaN, 1))
                    .withMessageMatching("the (gradient|loss) of task 1 is not finite.*");
        } else {
            Outcome outcome = aggregation(spoilt, 1, Double.NaN, 1).outcome();
            assertThat(Outcomes.allFinite(Outcomes.weights(outcome))).isTrue();
        }
    }
}
