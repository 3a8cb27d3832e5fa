package io.plateau.model.dl4j;

import io.plateau.model.ImportedNetwork;
import io.plateau.model.MiniBatch;
import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.FloatArrays;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph at work. Deeplearning4j differentiates the sum of the losses of all outputs; the gradient of one task is that with masks of
 * zeros over the labels of the others.
 */
final class Dl4jNetwork implements ImportedNetwork {
    private final Dl4jModel model;
    private final ParameterLayout layout;
    private final List<OutputTask> tasks;
    private final int[] labelWidths;
    private final int[] targets;
    private final ComputationGraph graph;
    private final ComputationGraph raw;

    Dl4jNetwork(Dl4jModel model) {
        this.model = model;
        layout = model.layout();
        tasks = model.tasks();
        labelWidths = model.labelWidths();
        targets = new int[tasks.size() + 1];
        for (int task = 0; task < tasks.size(); task++) {
            targets[task + 1] = targets[task] + tasks.get(task).columns();
        }
        graph = model.graph();
        raw = model.rawGraph(graph.params());
    }

    @Override
    public void parameters(int at, float[] values) {
        model.write(values, at, graph);
    }

    @Override
    public double[] losses(int[] wanted, MiniBatch rows) {
        double[] losses = new double[wanted.length];
        try (INDArray x = features(rows)) {
            Map<String, INDArray> activations = graph.feedForward(new INDArray[] {x}, false, false);
            for (int i = 0; i < wanted.length; i++) {
                try (INDArray y = labels(rows, wanted[i])) {
                    IOutputLayer layer = (IOutputLayer)
                            graph.getOutputLayer(tasks.get(wanted[i]).output());
                    layer.setLabels(y);
                    losses[i] = layer.computeScore(0, false, LayerWorkspaceMgr.noWorkspaces());
                    layer.setLabels(null);
                }
            }
            graph.clear();
            close(activations.values());
        }
        return losses;
    }

    @Override
    public void gradient(int task, MiniBatch rows, float[] shared, float[] head) {
        int count = rows.rows();
        INDArray[] labels = new INDArray[labelWidths.length];
        INDArray[] masks = new INDArray[labelWidths.length];
        for (int output = 0; output < labels.length; output++) {
            labels[output] = Nd4j.zeros(DataType.FLOAT, count, labelWidths[output]);
            masks[output] = Nd4j.zeros(DataType.FLOAT, count, 1);
        }
        int own = tasks.get(task).output();
        labels[own].close();
        labels[own] = labels(rows, task);
        masks[own].assign(1);
        try (INDArray x = features(rows)) {
            graph.setInputs(x);
            graph.setLabels(labels);
            graph.setLayerMaskArrays(null, masks);
            graph.computeGradientAndScore();
            read(task, count, shared, head);
            graph.clearLayerMaskArrays();
            graph.clear();
        }
        close(Arrays.asList(labels));
        close(Arrays.asList(masks));
    }

    /** Takes over the derivatives that the graph has computed: the sum over the rows of those of each row's loss. */
    private void read(int task, int rows, float[] shared, float[] head) {
        int headAt = layout.shared() + layout.headOffset(task);
        for (ParameterView view : layout.views()) {
            INDArray derivative = graph.gradient().getGradientFor(view.name());
            if (view.offset() < layout.shared()) {
                FloatArrays.read(derivative, shared, view.offset());
            } else if (view.offset() >= headAt && view.offset() < headAt + head.length) {
                FloatArrays.read(derivative, head, view.offset() - headAt);
            }
        }
        divide(shared, rows);
        divide(head, rows);
    }

    private static void divide(float[] values, int rows) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= rows;
        }
    }

    @Override
    public void outputs(MiniBatch rows, float[] out) {
        int width = out.length / rows.rows();
        try (INDArray x = features(rows)) {
            INDArray[] computed = raw.output(false, x);
            int at = 0;
            for (OutputTask task : tasks) {
                float[] values = new float[rows.rows() * task.outputs()];
                FloatArrays.read(computed[task.output()], values, 0);
                for (int row = 0; row < rows.rows(); row++) {
                    System.arraycopy(values, row * task.outputs(), out, row * width + at, task.outputs());
                }
                at += task.outputs();
            }
            raw.clear();
            close(Arrays.asList(computed));
        }
    }

    private static INDArray features(MiniBatch rows) {
        return Nd4j.create(rows.x(), new long[] {rows.rows(), rows.x().length / rows.rows()}, 'c');
    }

    private INDArray labels(MiniBatch rows, int task) {
        OutputTask of = tasks.get(task);
        float[] labels = of.labels(rows.y(), rows.rows(), targets[tasks.size()], targets[task]);
        return Nd4j.create(labels, new long[] {rows.rows(), of.labelWidth()}, 'c');
    }

    /** Native memory that nobody closes grows without bound. */
    private static void close(Iterable<INDArray> arrays) {
        for (INDArray array : arrays) {
            if (!array.wasClosed() && array.closeable()) {
                array.close();
            }
        }
    }

    @Override
    public void close() {
        raw.close();
        graph.close();
    }
}
