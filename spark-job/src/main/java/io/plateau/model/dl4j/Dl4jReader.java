package io.plateau.model.dl4j;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MiniBatch;
import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.FloatArrays;
import io.plateau.model.kernel.Loss;
import io.plateau.model.kernel.OpenBlasCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Makes a model of the file of a graph, or says everything that is wrong with it. */
public final class Dl4jReader {
    private static final int PROBED = 3;

    private final List<String> shared;
    private final int features;
    private final HeadSpec[] heads;
    private final GraphArchive archive;
    private final ComputationGraphConfiguration configuration;
    private final List<String> problems = new ArrayList<>();

    private Dl4jReader(GraphArchive archive, List<String> shared, int features, HeadSpec[] heads) {
        this.shared = shared;
        this.features = features;
        this.heads = heads.clone();
        this.archive = archive;
        configuration = archive.configuration();
    }

    /**
     * Reads and checks a file.
     *
     * @param file what {@code ComputationGraph.save} wrote, or the configuration of a graph as JSON
     * @param shared the layers that all tasks share; empty: those that more than one output depends on
     * @param features length of a feature vector
     * @param heads the tasks to train: each has an output layer of its name
     * @return the model, whose initial parameters are those of the file, or those that its configuration draws; shared layers first, then
     *     those of each task, in the order in which the graph computes them
     * @throws IllegalArgumentException naming every problem, and what there is in the file
     */
    public static ImportedSpec read(byte[] file, List<String> shared, int features, HeadSpec[] heads) {
        OpenBlasCore.prepare();
        Dl4jReader reader = new Dl4jReader(GraphArchive.read(file), shared, features, heads);
        return new ImportedSpec(features, heads, reader.model());
    }

    private Dl4jModel model() {
        problems.addAll(GraphRules.problems(configuration));
        if (configuration.getNetworkInputs().size() != 1) {
            problems.add("the graph has the inputs " + String.join(", ", configuration.getNetworkInputs())
                    + ": one is wanted, for the features");
        }
        List<OutputTask> tasks = new ArrayList<>();
        for (HeadSpec head : heads) {
            tasks.add(task(head));
        }
        raise();
        ComputationGraph graph = initialised();
        try {
            ParameterLayout layout = GraphOwnership.of(graph, shared, problems).layout(heads, problems);
            raise();
            long activations = activationsPerRow(graph, tasks);
            raise();
            float[] initial = new float[layout.size()];
            for (ParameterView view : layout.views()) {
                FloatArrays.read(graph.getParam(view.name()), initial, view.offset());
            }
            return differentiable(
                    new Dl4jModel(configuration, raw(), tasks, labelWidths(), layout, activations, initial));
        } finally {
            graph.close();
        }
    }

    /** What the output layer of a task means; null, with a problem noted, where there is none that fits. */
    private OutputTask task(HeadSpec head) {
        int output = configuration.getNetworkOutputs().indexOf(head.task());
        if (output < 0) {
            problems.add("the graph has no output named like the task " + head.task()
                    + ": name the output layer of each task like the task");
            return null;
        }
        if (!(layer(head.task()) instanceof OutputLayer layer)) {
            problems.add("the output " + head.task() + " is no OutputLayer");
            return null;
        }
        String activation = expected(head, layer.getActivationFn());
        if (!activation.isEmpty()) {
            problems.add(
                    "the output " + head.task() + " has the activation " + layer.getActivationFn() + ": " + activation);
        }
        if (layer.getLossFn() instanceof LossFMeasure) {
            problems.add("the output " + head.task()
                    + " has a loss of whole batches: the mean of a loss of each row is wanted");
        }
        boolean oneHot = head.loss() == Loss.CROSS_ENTROPY && !(layer.getLossFn() instanceof LossSparseMCXENT);
        return new OutputTask(output, head.width(), head.outputs(), oneHot);
    }

    /** What the activation of an output should be; empty where it is. */
    private static String expected(HeadSpec head, IActivation activation) {
        return switch (head.loss()) {
            case BINARY_CROSS_ENTROPY -> activation instanceof ActivationSigmoid
                    ? ""
                    : "a binary task has one output with SIGMOID";
            case CROSS_ENTROPY -> activation instanceof ActivationSoftmax
                    ? ""
                    : "a task with classes has one output for each with SOFTMAX";
            case MSE, L1, HUBER -> activation instanceof ActivationSoftmax ? "a number has IDENTITY or the like" : "";
        };
    }

    private Object layer(String name) {
        return configuration.getVertices().get(name) instanceof LayerVertex vertex
                ? vertex.getLayerConf().getLayer()
                : null;
    }

    private ComputationGraph initialised() {
        ComputationGraph graph = new ComputationGraph(configuration.clone());
        try {
            graph.init();
        } catch (RuntimeException refused) {
            problems.add("Deeplearning4j cannot build the graph: " + refused.getMessage());
        }
        raise();
        archive.parameters().ifPresent(parameters -> {
            if (parameters.dataType() != DataType.FLOAT || parameters.length() != graph.numParams()) {
                problems.add("the file has " + parameters.length() + " parameters of type " + parameters.dataType()
                        + ", its configuration asks for " + graph.numParams() + " of type FLOAT");
            } else {
                graph.setParams(parameters);
            }
        });
        raise();
        return graph;
    }

    /** Computes a few rows of zeros: shapes that do not fit show. */
    private long activationsPerRow(ComputationGraph graph, List<OutputTask> tasks) {
        Map<String, INDArray> computed;
        try {
            computed = graph.feedForward(new INDArray[] {Nd4j.zeros(DataType.FLOAT, PROBED, features)}, false, true);
        } catch (RuntimeException refused) {
            problems.add("the graph cannot be computed on rows of " + features + " features: " + refused.getMessage());
            return 0;
        }
        for (int i = 0; i < heads.length; i++) {
            INDArray output = computed.get(heads[i].task());
            if (output.rank() != 2
                    || output.size(0) != PROBED
                    || output.size(1) != tasks.get(i).outputs()) {
                problems.add("the output " + heads[i].task() + " has " + output.length() / PROBED
                        + " numbers for a row: the task wants " + heads[i].outputs());
            }
        }
        return 2 * computed.values().stream().mapToLong(INDArray::length).sum() / PROBED;
    }

    /** The graph with logits as outputs of classifications, as everything else here has them. */
    private ComputationGraphConfiguration raw() {
        ComputationGraphConfiguration raw = configuration.clone();
        for (HeadSpec head : heads) {
            if (head.loss() == Loss.BINARY_CROSS_ENTROPY || head.loss() == Loss.CROSS_ENTROPY) {
                LayerVertex vertex = (LayerVertex) raw.getVertices().get(head.task());
                ((OutputLayer) vertex.getLayerConf().getLayer()).setActivationFn(new ActivationIdentity());
            }
        }
        // Deeplearning4j warns of losses that are meant for probabilities.
        raw.setValidateOutputLayerConfig(false);
        return raw;
    }

    /** Numbers of a row of labels, for each output of the graph: those of other tasks get zeros under a mask. */
    private int[] labelWidths() {
        return configuration.getNetworkOutputs().stream()
                .mapToInt(name -> layer(name) instanceof OutputLayer layer
                        ? layer.getLossFn() instanceof LossSparseMCXENT ? 1 : Math.toIntExact(layer.getNOut())
                        : 1)
                .toArray();
    }

    /** The model, if a first gradient can be computed. */
    private Dl4jModel differentiable(Dl4jModel model) {
        int targets = 0;
        for (HeadSpec head : heads) {
            targets += head.width();
        }
        MiniBatch rows = new MiniBatch(PROBED, new float[PROBED * features], new float[PROBED * targets]);
        ParameterLayout layout = model.layout();
        try (var network = model.open()) {
            for (int task = 0; task < heads.length; task++) {
                network.gradient(task, rows, new float[layout.shared()], new float[layout.headSize(task)]);
            }
        } catch (RuntimeException refused) {
            problems.add("Deeplearning4j cannot differentiate the graph: " + refused.getMessage());
        }
        raise();
        return model;
    }

    private void raise() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems) + ". The file has the inputs "
                    + String.join(", ", configuration.getNetworkInputs()) + "; the outputs "
                    + String.join(", ", configuration.getNetworkOutputs()) + "; the vertices "
                    + String.join(", ", configuration.getVertices().keySet()));
        }
    }
}
