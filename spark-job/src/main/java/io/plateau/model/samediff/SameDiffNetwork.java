package io.plateau.model.samediff;

import io.plateau.model.ImportedNetwork;
import io.plateau.model.MiniBatch;
import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.FloatArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph at work. SameDiff differentiates the sum of a graph's loss variables, so each task has a graph of derivatives of its
 * own; all of them read the parameters of the one graph.
 */
final class SameDiffNetwork implements ImportedNetwork {
    /** Where SameDiff keeps the derivatives of a graph. */
    private static final String DERIVATIVES = "grad";

    private final Feed features;
    private final List<GraphTask> tasks;
    private final ParameterLayout layout;
    private final SameDiff graph;
    private final List<INDArray> parameters = new ArrayList<>();
    private final List<Derivatives> derivatives = new ArrayList<>();
    private final int[] targets;

    /** The derivatives of one loss: by the index of each parameter array that it depends on, the variable that holds them. */
    private record Derivatives(SameDiff graph, Map<Integer, String> byView) {}

    SameDiffNetwork(SameDiffModel model) {
        features = model.features();
        tasks = model.tasks();
        layout = model.layout();
        graph = GraphFile.ofStructure(model.structure());
        for (ParameterView view : layout.views()) {
            // Row-major and whole: values are written straight into it.
            INDArray array = graph.getArrForVarName(view.name()).dup('c');
            graph.associateArrayWithVariable(array, view.name());
            parameters.add(graph.getArrForVarName(view.name()));
        }
        targets = new int[tasks.size() + 1];
        for (int task = 0; task < tasks.size(); task++) {
            targets[task + 1] = targets[task] + tasks.get(task).labels().columns();
            derivatives.add(derivatives(tasks.get(task)));
        }
    }

    private Derivatives derivatives(GraphTask task) {
        Set<String> reached = Dependencies.of(graph, task.loss());
        List<ParameterView> views = layout.views();
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            if (reached.contains(views.get(i).name())) {
                wanted.add(i);
            }
        }
        graph.setLossVariables(task.loss());
        graph.createGradFunction(wanted.stream().map(i -> views.get(i).name()).toArray(String[]::new));
        SameDiff own = graph.getFunction(DERIVATIVES);
        Map<Integer, String> byView = new LinkedHashMap<>();
        for (int i : wanted) {
            SDVariable derivative = own.getGradForVariable(views.get(i).name());
            if (derivative == null) {
                throw new IllegalArgumentException("SameDiff has no derivative of " + task.loss() + " by "
                        + views.get(i).name() + ": an operation between them is not differentiable");
            }
            byView.put(i, derivative.name());
        }
        return new Derivatives(own, byView);
    }

    @Override
    public void parameters(int at, float[] values) {
        List<ParameterView> views = layout.views();
        for (int i = 0; i < views.size(); i++) {
            int from = views.get(i).offset() - at;
            if (from >= 0 && from < values.length) {
                FloatArrays.write(values, from, parameters.get(i));
            }
        }
    }

    @Override
    public double[] losses(int[] wanted, MiniBatch rows) {
        List<String> names =
                Arrays.stream(wanted).mapToObj(task -> tasks.get(task).loss()).toList();
        Map<String, INDArray> fed = fed(rows, wanted);
        Map<String, INDArray> computed = computed(graph, fed, names);
        double[] losses = names.stream()
                .mapToDouble(name -> computed.get(name).getDouble(0))
                .toArray();
        close(fed, computed);
        return losses;
    }

    @Override
    public void gradient(int task, MiniBatch rows, float[] shared, float[] head) {
        Derivatives of = derivatives.get(task);
        Map<String, INDArray> fed = fed(rows, task);
        Map<String, INDArray> computed =
                computed(of.graph(), fed, List.copyOf(of.byView().values()));
        Arrays.fill(shared, 0);
        Arrays.fill(head, 0);
        int headAt = layout.shared() + layout.headOffset(task);
        of.byView().forEach((index, name) -> {
            int offset = layout.views().get(index).offset();
            if (offset < layout.shared()) {
                FloatArrays.read(computed.get(name), shared, offset);
            } else {
                FloatArrays.read(computed.get(name), head, offset - headAt);
            }
        });
        close(fed, computed);
    }

    @Override
    public void outputs(MiniBatch rows, float[] out) {
        Map<String, INDArray> fed = fed(rows);
        Map<String, INDArray> computed =
                computed(graph, fed, tasks.stream().map(GraphTask::output).toList());
        int width = out.length / rows.rows();
        int at = 0;
        for (GraphTask task : tasks) {
            float[] values = new float[rows.rows() * task.outputs()];
            FloatArrays.read(computed.get(task.output()), values, 0);
            for (int row = 0; row < rows.rows(); row++) {
                System.arraycopy(values, row * task.outputs(), out, row * width + at, task.outputs());
            }
            at += task.outputs();
        }
        close(fed, computed);
    }

    /** The features, and the targets of some tasks. */
    private Map<String, INDArray> fed(MiniBatch rows, int... wanted) {
        Map<String, INDArray> fed = new HashMap<>();
        int count = rows.rows();
        fed.put(features.placeholder(), features.array(rows.x(), count, features.columns(), 0));
        for (int task : wanted) {
            Feed labels = tasks.get(task).labels();
            fed.put(labels.placeholder(), labels.array(rows.y(), count, targets[tasks.size()], targets[task]));
        }
        return fed;
    }

    /** Computes variables in a session of its own: one that is kept remembers what it has seen, and every run takes it longer. */
    private static Map<String, INDArray> computed(SameDiff graph, Map<String, INDArray> fed, List<String> names) {
        Map<String, INDArray> computed = graph.output(fed, names);
        graph.getSessions().values().forEach(session -> session.getMmgr().close());
        graph.getSessions().clear();
        return computed;
    }

    /** Native memory that nobody closes grows without bound. */
    private static void close(Map<String, INDArray> fed, Map<String, INDArray> computed) {
        Stream.concat(fed.values().stream(), computed.values().stream())
                .filter(array -> !array.wasClosed() && array.closeable())
                .forEach(INDArray::close);
    }

    @Override
    public void close() {
        parameters.forEach(INDArray::close);
    }
}
