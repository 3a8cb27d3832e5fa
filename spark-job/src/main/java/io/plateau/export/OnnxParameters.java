package io.plateau.export;

import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a model as constants of a graph, each added when it is first asked for. Not thread-safe. */
final class OnnxParameters {
    private final OnnxGraph graph;
    private final float[] vector;
    private final Map<String, ParameterView> views = new HashMap<>();
    private final Map<String, String> added = new HashMap<>();

    OnnxParameters(OnnxGraph graph, ParameterLayout layout, float[] vector) {
        this.graph = graph;
        this.vector = vector;
        layout.views().forEach(view -> views.put(view.name(), view));
    }

    /** A parameter by its name in the layout. */
    String value(String name) {
        return added.computeIfAbsent(name, missing -> graph.parameter(views.get(missing), vector));
    }

    /** {@code x W + b} with the parameters NAME.weight and NAME.bias, over the last dimension of x. */
    String affine(String x, String name) {
        return graph.node("Add", graph.node("MatMul", x, value(name + ".weight")), value(name + ".bias"));
    }
}
