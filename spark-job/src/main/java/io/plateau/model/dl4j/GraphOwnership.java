package io.plateau.model.dl4j;

import io.plateau.model.HeadSpec;
import io.plateau.model.ParameterLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which layers all tasks share, and which belong to one; each list in the order in which the graph is computed. */
final class GraphOwnership {
    private final ComputationGraph graph;
    private final List<String> shared = new ArrayList<>();
    private final Map<String, List<String>> heads = new LinkedHashMap<>();

    private GraphOwnership(ComputationGraph graph) {
        this.graph = graph;
    }

    /** Divides the layers by the outputs that depend on them, those of tasks that are not trained among them. */
    static GraphOwnership of(ComputationGraph graph, List<String> named, List<String> problems) {
        Map<String, Set<String>> reached = new TreeMap<>();
        for (String output : graph.getConfiguration().getNetworkOutputs()) {
            reached.put(output, dependencies(graph.getConfiguration(), output));
        }
        GraphOwnership owners = new GraphOwnership(graph);
        List<String> layers = owners.layers();
        named.stream()
                .filter(name -> !layers.contains(name))
                .forEach(name -> problems.add("shared names " + name + ", which is no layer with parameters"));
        for (String layer : layers) {
            List<String> tasks = reached.entrySet().stream()
                    .filter(output -> output.getValue().contains(layer))
                    .map(Map.Entry::getKey)
                    .toList();
            owners.add(layer, tasks, named, problems);
        }
        if (owners.shared.isEmpty() && problems.isEmpty()) {
            problems.add("no layer is shared: name those that all tasks share in shared");
        }
        return owners;
    }

    /** The names of the layers that have parameters. */
    private List<String> layers() {
        return Arrays.stream(graph.topologicalSortOrder())
                .mapToObj(index -> graph.getVertices()[index])
                .filter(vertex -> vertex.hasLayer() && vertex.getLayer().numParams() > 0)
                .map(vertex -> vertex.getVertexName())
                .toList();
    }

    /** The names of all vertices that one is computed from, itself among them. */
    private static Set<String> dependencies(ComputationGraphConfiguration graph, String output) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.push(output);
        while (!open.isEmpty()) {
            String vertex = open.pop();
            if (seen.add(vertex)) {
                graph.getVertexInputs().getOrDefault(vertex, List.of()).forEach(open::push);
            }
        }
        return seen;
    }

    private void add(String layer, List<String> tasks, List<String> named, List<String> problems) {
        if (tasks.isEmpty()) {
            problems.add("the layer " + layer + " belongs to no task, because no output depends on it: leave it out");
        } else if (named.contains(layer) || (named.isEmpty() && tasks.size() > 1)) {
            shared.add(layer);
        } else if (tasks.size() > 1) {
            problems.add("the layer " + layer + " belongs to several tasks (" + String.join(", ", tasks)
                    + "): name it in shared");
        } else {
            heads.computeIfAbsent(tasks.get(0), task -> new ArrayList<>()).add(layer);
        }
    }

    /** The flat vector of the shared layers and of the heads of some tasks; notes those without a layer of their own. */
    ParameterLayout layout(HeadSpec[] tasks, List<String> problems) {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        shared.forEach(layer -> arrays(layer).forEach((name, array) -> layout.shared(name, shape(array))));
        for (HeadSpec task : tasks) {
            List<String> own = heads.getOrDefault(task.task(), List.of());
            if (own.isEmpty()) {
                problems.add("task " + task.task() + " has no layer of its own");
            }
            layout.head();
            own.forEach(layer -> arrays(layer).forEach((name, array) -> layout.inHead(name, shape(array))));
        }
        return layout.build();
    }

    /** The arrays of a layer under the names that the graph has for them. */
    private Map<String, INDArray> arrays(String layer) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        graph.getLayer(layer).paramTable().forEach((name, array) -> arrays.put(layer + "_" + name, array));
        return arrays;
    }

    private static int[] shape(INDArray array) {
        return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    }
}
