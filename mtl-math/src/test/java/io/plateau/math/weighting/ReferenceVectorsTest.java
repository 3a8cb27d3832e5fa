package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.math.linalg.TaskMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of vectors.jsonl for every implemented method, with the tolerances of the file: those marked {@code _gram} for methods
 * that solve equations in the Gram matrix, the strict ones for all others. Where a case is ill-determined only finiteness is
 * checked; where there is no solution the outcome must say so with a valid certificate.
 */
final class ReferenceVectorsTest {
    private static final String FILE = "vectors.jsonl";

    private final Map<String, Function<ReferenceCase, Outcome>> methods = new LinkedHashMap<>();

    ReferenceVectorsTest() {
        solved("nashmtl", "nash-mtl", Map.of());
        solved("mgda", "mgda", Map.of());
        methods.put("cagrad", test -> caGrad(test, "public"));
        methods.put("cagrad_paper", test -> caGrad(test, "paper"));
        methods.put("pcgrad", test -> inOrder(test, true));
        methods.put("torchjd_pcgrad", test -> inOrder(test, false));
        solved("imtlg", "imtl-g", Map.of());
        solved("torchjd_imtlg", "imtl-g", Map.of("form", "torchjd"));
        solved("ls", "ls", Map.of());
        solved("mean", "ls", Map.of("reduction", "mean"));
        solved("si", "si", Map.of());
        methods.put(
                "rlw",
                test -> new Outcome.Agreement(
                        RandomLossWeighting.weights(
                                ReferenceCase.numbers(test.params().get("rlw_normals"))),
                        0,
                        0,
                        MethodState.empty()));
        methods.put("uw", this::uncertainty);
    }

    /** Stands for all cases in the count of skipped tests when there is no folder: aborted factories are not counted. */
    @Test
    void findsItsCases() throws IOException {
        assertThat(cases()).as("cases in " + FILE).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicNode> singleStep() throws IOException {
        List<ReferenceCase> cases = cases();
        return methods.keySet().stream()
                .map(method -> DynamicContainer.dynamicContainer(
                        method,
                        cases.stream()
                                .filter(test -> !test.isSequence() && test.expected(method) != null)
                                .map(test -> DynamicTest.dynamicTest(test.title(), () -> check(test, method)))));
    }

    @TestFactory
    Stream<DynamicNode> sequences() throws IOException {
        Map<String, Function<ReferenceCase, List<double[]>>> runs = Map.of(
                "dwa_nashmtl", ReferenceVectorsTest::iterations,
                "dwa_libmtl", ReferenceVectorsTest::epochs,
                "nashmtl_every2", ReferenceVectorsTest::everySecondStep);
        return cases().stream()
                .filter(test -> test.isSequence()
                        && runs.containsKey(test.json().get("method").asText()))
                .map(test -> DynamicTest.dynamicTest(
                        test.title() + " " + test.json().get("method").asText(),
                        () -> checkSequence(
                                test,
                                runs.get(test.json().get("method").asText()).apply(test))));
    }

    private static List<ReferenceCase> cases() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<ReferenceCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(ReferenceFolder.file(FILE))) {
            if (!line.isBlank()) {
                cases.add(new ReferenceCase(mapper.readTree(line)));
            }
        }
        return cases;
    }

    private void solved(String reference, String name, Map<String, Object> options) {
        Weighting method = Weightings.create(name, options);
        methods.put(
                reference,
                test -> method.weigh(
                        new Statistics(test.gram(), test.losses(), 0, 0, 1), method.initialState(test.tasks())));
    }

    private static Outcome caGrad(ReferenceCase test, String form) {
        Weighting method = Weightings.create(
                "cagrad",
                Map.of(
                        "c", test.params().get("cagrad_c").asDouble(),
                        "rescale", test.params().get("cagrad_rescale").asInt(),
                        "form", form));
        return method.weigh(Statistics.of(test.gram()), MethodState.empty());
    }

    private static Outcome inOrder(ReferenceCase test, boolean includeSelf) {
        JsonNode given = test.params().get("pcgrad_orders");
        int[][] orders = new int[given.size()][given.size()];
        for (int i = 0; i < orders.length; i++) {
            for (int a = 0; a < orders.length; a++) {
                orders[i][a] = given.get(i).get(a).asInt();
            }
        }
        return Weightings.pcGradInOrder(orders, includeSelf, false)
                .weigh(Statistics.of(test.gram()), MethodState.empty());
    }

    private Outcome uncertainty(ReferenceCase test) {
        double rate = 0.025;
        Weighting method = Weightings.create("uw", Map.of("learning-rate", rate));
        double[] s = ReferenceCase.numbers(test.params().get("uw_logsigma"));
        Outcome outcome = method.weigh(
                new Statistics(null, test.losses(), 0, 0, 0),
                MethodState.empty().with("log-variance", s));
        double[] slopes = ReferenceCase.numbers(test.expected("uw").get("logsigma_grad"));
        double[] next = outcome.next().value("log-variance");
        for (int k = 0; k < s.length; k++) {
            assertThat(next[k]).isCloseTo(s[k] - rate * slopes[k], within(1e-12 * (1 + Math.abs(slopes[k]))));
        }
        return outcome;
    }

    private void check(ReferenceCase test, String method) {
        JsonNode expected = test.expected(method);
        Outcome outcome = methods.get(method).apply(test);
        double[] weights = Outcomes.weights(outcome);
        TaskMatrix gradients = test.gradients();
        double[] direction = gradients.combine(weights);
        assertThat(weights).hasSize(test.tasks());
        assertThat(Outcomes.allFinite(weights)).as("finite weights").isTrue();
        assertThat(Outcomes.allFinite(direction)).as("finite direction").isTrue();
        if (expected.get("status").asText().equals("no_solution")) {
            Outcomes.assertStationary(outcome, gradients);
        }
        if (!expected.get("status").asText().equals("ok")) {
            return;
        }
        if (method.equals("nashmtl")) {
            assertThat(outcome).isInstanceOf(Outcome.Agreement.class);
        }
        if (expected.has("ill_determined") && expected.get("ill_determined").asBoolean()) {
            return;
        }
        JsonNode tolerances = expected.get("tol");
        Double forDirection = tolerance(tolerances, "direction");
        double scale = expected.get("dscale").asDouble();
        if (forDirection != null) {
            double[] e = ReferenceCase.numbers(expected.get("direction"));
            assertThat(Outcomes.distance(direction, e) / (scale == 0 ? 1 : scale))
                    .as("direction error over dscale")
                    .isLessThanOrEqualTo(forDirection);
        }
        Double forWeights = tolerance(tolerances, "weights");
        boolean weightsIll = expected.has("weights_ill_determined")
                && expected.get("weights_ill_determined").asBoolean();
        if (forWeights != null && !weightsIll) {
            double[] e = ReferenceCase.numbers(expected.get("weights"));
            boolean each = expected.get("weights_cmp").asText().equals("rel_each");
            assertThat(Outcomes.relativeError(weights, e, each))
                    .as("weights error")
                    .isLessThanOrEqualTo(forWeights);
        }
    }

    /** Nothing but rounding is forgiven where the method evaluates a formula; a solver of Gram equations gets their accuracy. */
    private static Double tolerance(JsonNode tolerances, String of) {
        JsonNode value = tolerances.has(of + "_gram") ? tolerances.get(of + "_gram") : tolerances.get(of);
        return value == null || value.isNull() ? null : value.asDouble();
    }

    private static List<double[]> iterations(ReferenceCase test) {
        Weighting method = Weightings.create(
                "dwa",
                Map.of(
                        "history",
                        "iterations",
                        "window",
                        test.params().get("iteration_window").asInt(),
                        "temperature",
                        test.params().get("temp").asDouble(),
                        "reduction",
                        "mean"));
        return run(method, test, test.json().get("losses"));
    }

    private static List<double[]> epochs(ReferenceCase test) {
        Weighting method = Weightings.create(
                "dwa", Map.of("temperature", test.params().get("temp").asDouble()));
        return run(method, test, test.params().get("epoch_losses"));
    }

    private static List<double[]> run(Weighting method, ReferenceCase test, JsonNode losses) {
        List<double[]> weights = new ArrayList<>();
        MethodState state = method.initialState(test.tasks());
        for (int t = 0; t < test.json().get("T").asInt(); t++) {
            Statistics statistics = new Statistics(null, ReferenceCase.numbers(losses.get(t)), t, t, 0);
            Outcome outcome = method.weigh(statistics, state);
            weights.add(Outcomes.weights(outcome));
            state = outcome.next();
        }
        return weights;
    }

    private static List<double[]> everySecondStep(ReferenceCase test) {
        Weighting method = Weightings.create("nash-mtl", Map.of());
        List<double[]> weights = new ArrayList<>();
        for (int t = 0; t < test.json().get("T").asInt(); t++) {
            boolean refresh = t % test.params().get("update_weights_every").asInt() == 0;
            TaskMatrix gradients = test.gradients(test.json().get("G").get(t));
            weights.add(
                    refresh
                            ? Outcomes.weights(method.weigh(Statistics.of(gradients.gram()), MethodState.empty()))
                            : weights.get(t - 1));
        }
        return weights;
    }

    private static void checkSequence(ReferenceCase test, List<double[]> weights) {
        JsonNode tolerances = test.json().get("tol");
        JsonNode steps = test.json().get("expected").get("steps");
        assertThat(weights).hasSize(steps.size());
        for (int t = 0; t < steps.size(); t++) {
            double[] direction = test.gradients(test.json().get("G").get(t)).combine(weights.get(t));
            double norm = Outcomes.norm(direction);
            double clip = Math.min(1, 1 / (norm + 1e-6));
            Map<String, double[]> found = Map.of(
                    "weights", weights.get(t),
                    "direction", direction,
                    "reported_weights", Outcomes.scaled(weights.get(t), test.tasks()),
                    "direction_clipped", Outcomes.scaled(direction, clip));
            for (Map.Entry<String, JsonNode> entry : steps.get(t).properties()) {
                assertThat(found).containsKey(entry.getKey());
                JsonNode tolerance =
                        tolerances.has(entry.getKey()) ? tolerances.get(entry.getKey()) : tolerances.get("direction");
                assertThat(Outcomes.relativeError(
                                found.get(entry.getKey()), ReferenceCase.numbers(entry.getValue()), false))
                        .as(entry.getKey() + " of step " + t)
                        .isLessThanOrEqualTo(tolerance.asDouble());
            }
        }
    }
}
