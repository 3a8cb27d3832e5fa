package io.plateau.model.samediff;

import io.plateau.model.HeadSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One forward pass over a few rows of zeros: what a graph does shows when it is run. */
final class Probe {
    private static final int ROWS = 3;

    private final SameDiff graph;
    private final Feed features;
    private final List<GraphTask> tasks;
    private final HeadSpec[] heads;

    Probe(SameDiff graph, Feed features, List<GraphTask> tasks, HeadSpec[] heads) {
        this.graph = graph;
        this.features = features;
        this.tasks = tasks;
        this.heads = heads;
    }

    /** The floats that a row has in forward and backward pass; notes losses and outputs that do not have their shape. */
    long activationsPerRow(List<String> problems) {
        Map<String, INDArray> fed = new HashMap<>();
        fed.put(features.placeholder(), zeros(features));
        tasks.forEach(task -> fed.put(task.labels().placeholder(), zeros(task.labels())));
        Map<String, INDArray> computed;
        try {
            computed = graph.output(fed, List.copyOf(wanted()));
        } catch (RuntimeException refused) {
            problems.add("the graph cannot be computed on " + ROWS + " rows: " + refused.getMessage());
            return 0;
        }
        for (int task = 0; task < heads.length; task++) {
            check(tasks.get(task), heads[task], computed, problems);
        }
        return 2 * computed.values().stream().mapToLong(INDArray::length).sum() / ROWS;
    }

    private static INDArray zeros(Feed feed) {
        return feed.array(new float[ROWS * feed.columns()], ROWS, feed.columns(), 0);
    }

    /** All that the tasks' losses and outputs are computed from. */
    private Set<String> wanted() {
        Set<String> wanted = new LinkedHashSet<>();
        for (GraphTask task : tasks) {
            for (String end : new String[] {task.loss(), task.output()}) {
                Dependencies.of(graph, end).stream()
                        .filter(name -> graph.getVariable(name).getVariableType() == VariableType.ARRAY)
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    private static void check(GraphTask task, HeadSpec head, Map<String, INDArray> computed, List<String> problems) {
        INDArray loss = computed.get(task.loss());
        if (loss.length() != 1) {
            problems.add("the loss " + task.loss() + " of " + head.task() + " has the shape "
                    + Arrays.toString(loss.shape()) + " for " + ROWS
                    + " rows: it has to be one number, the mean over the rows");
        }
        INDArray output = computed.get(task.output());
        if (output.rank() < 1 || output.size(0) != ROWS || output.length() != (long) ROWS * head.outputs()) {
            problems.add("the output " + task.output() + " of " + head.task() + " has the shape "
                    + Arrays.toString(output.shape()) + " for " + ROWS + " rows: the task wants " + head.outputs()
                    + (head.outputs() == 1 ? " number" : " numbers") + " for a row");
        }
    }
}
