package io.plateau.model;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The reference steps, {@code sam-step.json}: a small perceptron, its data, and 48 runs of three steps. */
final class SamStepFile {
    private static final String NAME = "sam-step.json";
    private static final int INPUTS = 5;
    private static final int HIDDEN = 8;

    private final JsonNode root;

    private SamStepFile(JsonNode root) {
        this.root = root;
    }

    /** Reads it; without the file the test is skipped, unless -Dreference.dir named its folder. */
    static SamStepFile open() throws IOException {
        String given = System.getProperty("reference.dir", "");
        Path folder = given.isEmpty()
                ? Path.of(System.getProperty("plateau.root", ".."), "..", "shared", "vectors")
                : Path.of(given);
        Path file = folder.resolve(NAME).normalize();
        if (!Files.isRegularFile(file)) {
            if (!given.isEmpty()) {
                fail("-Dreference.dir=" + given + " has no file " + NAME);
            }
            String reason = "skipped: no reference steps at " + file + "; name their folder with -Dreference.dir=DIR";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return new SamStepFile(new ObjectMapper().readTree(file.toFile()));
    }

    JsonNode runs() {
        return root.get("runs");
    }

    double learningRate() {
        return root.get("lr").asDouble();
    }

    double stageTolerance() {
        return root.get("tol").get("stage").asDouble();
    }

    double updateTolerance(String method) {
        return root.get("tol").get("update").get(method).asDouble();
    }

    double caGradRadius() {
        return root.get("cagrad_c").asDouble();
    }

    int caGradRescale() {
        return root.get("cagrad_rescale").asInt();
    }

    /** The order of projections for one step: part 0 for the loss gradients, 1 for the flat components. */
    int[][] orders(int step, int part) {
        JsonNode node = root.get("pcgrad_orders").get(step).get(part);
        int[][] orders = new int[node.size()][];
        for (int i = 0; i < orders.length; i++) {
            orders[i] = new int[node.get(i).size()];
            for (int j = 0; j < orders[i].length; j++) {
                orders[i][j] = node.get(i).get(j).asInt();
            }
        }
        return orders;
    }

    MlpSpec model() {
        HeadSpec[] heads = new HeadSpec[root.get("K").asInt()];
        for (int k = 0; k < heads.length; k++) {
            heads[k] = HeadSpec.regression("task " + k, Loss.MSE, 1);
        }
        return new MlpSpec(INPUTS, new int[] {HIDDEN, HIDDEN}, Activation.TANH, heads);
    }

    double[] x() {
        return flat(root.get("X"));
    }

    double[] y() {
        return flat(root.get("Y"));
    }

    /** The start values in our order. */
    double[] parameters() {
        JsonNode shared = root.get("shared");
        double[] theirs =
                concat(flat(shared.get("W1")), flat(shared.get("b1")), flat(shared.get("W2")), flat(shared.get("b2")));
        double[] all = ours(theirs);
        for (JsonNode head : root.get("heads")) {
            all = concat(all, flat(head.get("w")), flat(head.get("b")));
        }
        return all;
    }

    /** A shared vector of the file, whose weights are outputs x inputs, in our order: inputs x outputs. */
    static double[] ours(double[] theirs) {
        double[] ours = theirs.clone();
        int at = 0;
        for (int inputs : new int[] {INPUTS, HIDDEN}) {
            for (int o = 0; o < HIDDEN; o++) {
                for (int i = 0; i < inputs; i++) {
                    ours[at + i * HIDDEN + o] = theirs[at + o * inputs + i];
                }
            }
            at += HIDDEN * (inputs + 1);
        }
        return ours;
    }

    static double[] ours(JsonNode theirs) {
        return ours(flat(theirs));
    }

    /** All numbers below a node, in order. */
    static double[] flat(JsonNode node) {
        if (!node.isContainerNode()) {
            return new double[] {node.asDouble()};
        }
        double[] all = new double[0];
        for (JsonNode child : node) {
            all = concat(all, flat(child));
        }
        return all;
    }

    private static double[] concat(double[]... parts) {
        return java.util.Arrays.stream(parts)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }
}
