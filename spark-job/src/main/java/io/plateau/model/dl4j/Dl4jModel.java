package io.plateau.model.dl4j;

import io.plateau.model.ImportedModel;
import io.plateau.model.ImportedNetwork;
import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.FloatArrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph with its tasks. What travels is its configuration; the parameters go by the flat vector. */
final class Dl4jModel extends ImportedModel {
    private static final long serialVersionUID = 1;

    private final String configuration;
    private final String raw;
    private final OutputTask[] tasks;
    private final int[] labelWidths;

    /**
     * A model.
     *
     * @param configuration of the graph
     * @param raw the same with logits in place of probabilities
     * @param labelWidths numbers of a row of labels, for each output of the graph
     */
    Dl4jModel(
            ComputationGraphConfiguration configuration,
            ComputationGraphConfiguration raw,
            List<OutputTask> tasks,
            int[] labelWidths,
            ParameterLayout layout,
            long activationsPerRow,
            float[] initial) {
        super(layout, activationsPerRow, initial);
        this.configuration = configuration.toJson();
        this.raw = raw.toJson();
        this.tasks = tasks.toArray(OutputTask[]::new);
        this.labelWidths = labelWidths;
    }

    List<OutputTask> tasks() {
        return List.of(tasks);
    }

    int[] labelWidths() {
        return labelWidths;
    }

    /** The graph with some parameters. */
    ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
        graph.init();
        return graph;
    }

    /** The graph whose outputs are raw: logits in place of probabilities. It works on the given parameters, which are not copied. */
    ComputationGraph rawGraph(INDArray parameters) {
        ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(raw));
        graph.init(parameters, false);
        return graph;
    }

    /** Sets those parameters of a graph that lie in a part of the flat vector. */
    void write(float[] values, int at, ComputationGraph graph) {
        for (ParameterView view : layout().views()) {
            int from = view.offset() - at;
            if (from >= 0 && from < values.length) {
                INDArray array = graph.getParam(view.name());
                // The graph keeps weights column by column: assigning transposes.
                try (INDArray rowMajor = Nd4j.createUninitialized(array.dataType(), array.shape(), 'c')) {
                    FloatArrays.write(values, from, rowMajor);
                    array.assign(rowMajor);
                }
            }
        }
    }

    @Override
    public ImportedNetwork open() {
        return new Dl4jNetwork(this);
    }
}
