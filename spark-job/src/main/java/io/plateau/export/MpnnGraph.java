package io.plateau.export;

import io.plateau.model.MpnnSpec;
import java.util.List;

/**
 * The trunk of an {@link MpnnSpec} over a padded batch of molecules, with the message and readout steps unrolled. Inputs, for B molecules
 * of at most N atoms:
 *
 * <pre>
 * atoms      float  B x N x features   features of the atoms, as in the dataset
 * positions  float  B x N x 3          coordinates in Angstrom
 * bonds      int64  B x N x N          0 no bond, 1 single, 2 double, 3 triple, 4 aromatic; symmetric
 * counts     int64  B                  atoms of each molecule; what lies beyond them is not looked at
 * </pre>
 *
 * One molecule without padding is the batch with B = 1 and N = counts[0].
 *
 * <p>With Z_ij = [relu(e_ij U + u) | 1] w_ij, where w_ij = 1 / (n - 1) for pairs of different atoms of a molecule and 0 otherwise, and
 * T_j = h_j [V ; v] as (hidden + 1) x width, the messages of all atoms are one product: sum_j Z_ij T_j. No matrix is built per pair.
 */
final class MpnnGraph {
    /** Far below every score: exp gives 0. */
    private static final float NEVER = -1e30f;

    private final OnnxGraph graph;
    private final OnnxParameters parameters;
    private String first;
    private String second;
    private String third;

    MpnnGraph(OnnxGraph graph, OnnxParameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    /** Adds the trunk; the name of the representation. */
    String add(MpnnSpec spec) {
        OnnxGraph.Element real = OnnxGraph.Element.FLOAT;
        OnnxGraph.Element whole = OnnxGraph.Element.INT64;
        String atoms = graph.input("atoms", real, "features of the atoms", "rows", "atoms", spec.inputs());
        String positions = graph.input("positions", real, "coordinates in Angstrom", "rows", "atoms", 3);
        String bonds = graph.input(
                "bonds",
                whole,
                "0 none, 1 single, 2 double, 3 triple, 4 aromatic; symmetric",
                "rows",
                "atoms",
                "atoms");
        String counts = graph.input("counts", whole, "atoms of each molecule", "rows");
        first = graph.longs("axis.1", 1);
        second = graph.longs("axis.2", 2);
        third = graph.longs("axis.3", 3);

        String index = index(atoms);
        String present = graph.node("Less", index, graph.node("Unsqueeze", counts, first));
        String edges = edges(spec, positions, bonds, pairWeights(index, present, counts));
        String maps = messageMaps(spec);
        String tall = graph.longs("shape.tall", 0, -1, spec.representation());
        String h = graph.node("Relu", parameters.affine(atoms, "node"));
        for (int step = 0; step < spec.messageSteps(); step++) {
            String sent = graph.node("Reshape", graph.node("MatMul", h, maps), tall);
            String own = parameters.affine(h, "root");
            String message = graph.node("Relu", graph.node("Add", graph.node("MatMul", edges, sent), own));
            h = gatedUnit(message, h);
        }
        String read = new Set2SetGraph(graph, parameters).add(spec, h, scores(present), counts);
        return graph.node("Relu", parameters.affine(read, "output"));
    }

    /** 0 .. N - 1. */
    private String index(String atoms) {
        String zero = graph.node("Squeeze", graph.longs("index.from", 0));
        String one = graph.node("Squeeze", graph.longs("index.step", 1));
        String size = graph.node("Squeeze", graph.node("Gather", graph.node("Shape", atoms), first));
        return graph.node("Range", zero, size, one);
    }

    /** w_ij, B x N x N x 1. */
    private String pairWeights(String index, String present, String counts) {
        String column = graph.node("Unsqueeze", index, first);
        String different = graph.node("Not", graph.node("Equal", index, column));
        String both =
                graph.node("And", graph.node("Unsqueeze", present, first), graph.node("Unsqueeze", present, second));
        String pairs = real(graph.node("And", both, different));
        String others = graph.node("Sub", counts, first);
        // A molecule of one atom has no pair to divide among.
        String divisor = real(graph.node("Max", others, first));
        String perMolecule = graph.node("Unsqueeze", graph.node("Unsqueeze", divisor, first), second);
        return graph.node("Unsqueeze", graph.node("Div", pairs, perMolecule), third);
    }

    /** Z, B x N x N (hidden + 1). */
    private String edges(MpnnSpec spec, String positions, String bonds, String weights) {
        String distance = distances(positions);
        String weight = parameters.value("edge1.weight");
        String zero = graph.longs("edge1.from", 0);
        String kinds = graph.longs("edge1.kinds", 4);
        String end = graph.longs("edge1.to", 5);
        String none = graph.floats("edge1.none", new float[spec.edgeHidden()], 1, spec.edgeHidden());
        String byKind = graph.operation("Concat", none, graph.node("Slice", weight, zero, kinds))
                .with("axis", 0)
                .result();
        String kind = graph.node("Gather", graph.node("Add", byKind, parameters.value("edge1.bias")), bonds);
        String slope = graph.node("Slice", weight, kinds, end);
        String hidden = graph.node("Relu", graph.node("Add", graph.node("Mul", distance, slope), kind));
        String all = graph.operation("Concat", graph.node("Mul", hidden, weights), weights)
                .with("axis", 3)
                .result();
        return graph.node("Reshape", all, graph.longs("shape.wide", 0, 0, -1));
    }

    /** Distance of every pair, B x N x N x 1. */
    private String distances(String positions) {
        String step = graph.node(
                "Sub", graph.node("Unsqueeze", positions, first), graph.node("Unsqueeze", positions, second));
        return graph.node("Sqrt", graph.node("ReduceSum", graph.node("Mul", step, step), third));
    }

    /** [V ; v] as width x (hidden + 1) width, so that a row h_j gives T_j. */
    private String messageMaps(MpnnSpec spec) {
        int width = spec.representation();
        String zero = graph.longs("axis.0", 0);
        String bias = graph.node("Unsqueeze", parameters.value("edge2.bias"), zero);
        String all = graph.operation("Concat", parameters.value("edge2.weight"), bias)
                .with("axis", 0)
                .result();
        String cube = graph.node("Reshape", all, graph.longs("shape.cube", spec.edgeHidden() + 1, width, width));
        String byInput =
                graph.operation("Transpose", cube).withAll("perm", 1, 0, 2).result();
        return graph.node("Reshape", byInput, graph.longs("shape.maps", width, (long) (spec.edgeHidden() + 1) * width));
    }

    /** r, z, m and the new state, as in {@link io.plateau.model.kernel.Kernels#gru}. */
    private String gatedUnit(String x, String h) {
        List<String> a = split(parameters.affine(x, "gru.input"), 3);
        List<String> c = split(parameters.affine(h, "gru.state"), 3);
        String r = graph.node("Sigmoid", graph.node("Add", a.get(0), c.get(0)));
        String z = graph.node("Sigmoid", graph.node("Add", a.get(1), c.get(1)));
        String m = graph.node("Tanh", graph.node("Add", a.get(2), graph.node("Mul", r, c.get(2))));
        return graph.node("Add", m, graph.node("Mul", z, graph.node("Sub", h, m)));
    }

    private List<String> split(String value, int parts) {
        return graph.operation("Split", value).with("axis", 2).results(parts);
    }

    /** 0 for atoms that are there, B x N; padding never gets attention. */
    private String scores(String present) {
        return graph.node("Where", present, graph.number("there", 0), graph.number("never", NEVER));
    }

    private String real(String value) {
        return Onnx.cast(graph, value, OnnxGraph.Element.FLOAT);
    }
}
