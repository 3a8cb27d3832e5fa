package io.plateau.export;

import io.plateau.model.MpnnSpec;
import java.util.List;

/** Set2Set over a padded batch of molecules, its steps unrolled; see {@link MpnnGraph}. */
final class Set2SetGraph {
    private final OnnxGraph graph;
    private final OnnxParameters parameters;

    Set2SetGraph(OnnxGraph graph, OnnxParameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    /**
     * Reads the atoms of each molecule.
     *
     * @param x states of the atoms, B x N x width
     * @param offsets added to the scores, B x N
     * @param counts a value of shape B
     * @return B x 2 width
     */
    String add(MpnnSpec spec, String x, String offsets, String counts) {
        String rows = graph.longs("reading.rows", 1);
        String columns = graph.longs("reading.columns", 2);
        String shape = graph.operation(
                        "Concat", graph.node("Shape", counts), graph.longs("reading.width", spec.representation()))
                .with("axis", 0)
                .result();
        String q = graph.node("ConstantOfShape", shape);
        String cell = q;
        String reading = graph.operation("Concat", q, q).with("axis", 1).result();
        for (int step = 0; step < spec.readoutSteps(); step++) {
            String gates = graph.node(
                    "Add", parameters.affine(reading, "set2set.input"), parameters.affine(q, "set2set.state"));
            List<String> parts = graph.operation("Split", gates).with("axis", 1).results(4);
            String kept = graph.node("Mul", graph.node("Sigmoid", parts.get(1)), cell);
            String taken = graph.node("Mul", graph.node("Sigmoid", parts.get(0)), graph.node("Tanh", parts.get(2)));
            cell = graph.node("Add", kept, taken);
            q = graph.node("Mul", graph.node("Sigmoid", parts.get(3)), graph.node("Tanh", cell));
            String column = graph.node("MatMul", x, graph.node("Unsqueeze", q, columns));
            String scores = graph.node("Add", graph.node("Squeeze", column, columns), offsets);
            String attention =
                    graph.operation("Softmax", scores).with("axis", 1).result();
            String row = graph.node("MatMul", graph.node("Unsqueeze", attention, rows), x);
            reading = graph.operation("Concat", q, graph.node("Squeeze", row, rows))
                    .with("axis", 1)
                    .result();
        }
        return reading;
    }
}
