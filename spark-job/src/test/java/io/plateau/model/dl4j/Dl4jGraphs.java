package io.plateau.model.dl4j;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ParameterView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The perceptrons of this program as graphs of Deeplearning4j: the same parameters in the same order of the flat vector. */
public final class Dl4jGraphs {

    private Dl4jGraphs() {}

    /** The model of the graph of a perceptron. */
    public static ImportedSpec imported(MlpSpec model, float[] parameters) {
        HeadSpec[] heads = model.heads().toArray(HeadSpec[]::new);
        return Dl4jReader.read(bytes(mlp(model, parameters)), List.of(), model.inputs(), heads);
    }

    /** The file of a graph. */
    public static byte[] bytes(ComputationGraph graph) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ModelSerializer.writeModel(graph, bytes, true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A perceptron with tanh: layers dense0, dense1, ... and one output for each task. */
    public static ComputationGraph mlp(MlpSpec model, float[] parameters) {
        return mlp(model, Activation.TANH, parameters);
    }

    /** The same with another activation. */
    public static ComputationGraph mlp(MlpSpec model, Activation activation, float[] parameters) {
        ComputationGraph graph = new ComputationGraph(configuration(model, activation));
        graph.init();
        List<String> arrays = new ArrayList<>();
        layers(model).forEach(layer -> arrays.addAll(List.of(layer + "_W", layer + "_b")));
        List<ParameterView> views = model.layout().views();
        for (int i = 0; i < views.size(); i++) {
            ParameterView view = views.get(i);
            INDArray array = graph.getParam(arrays.get(i));
            float[] values = Arrays.copyOfRange(parameters, view.offset(), view.offset() + view.length());
            array.assign(Nd4j.create(values, array.shape(), 'c'));
        }
        return graph;
    }

    private static List<String> layers(MlpSpec model) {
        List<String> layers = new ArrayList<>();
        for (int layer = 0; layer < widths(model).size() - 1; layer++) {
            layers.add("dense" + layer);
        }
        model.heads().forEach(head -> layers.add(head.task()));
        return layers;
    }

    /** Inputs, and units of the dense layers. */
    private static List<Integer> widths(MlpSpec model) {
        List<Integer> widths = new ArrayList<>(List.of(model.inputs()));
        model.layout().views().stream()
                .filter(view -> view.name().startsWith("dense") && view.rank() == 2)
                .forEach(view -> widths.add(view.dimension(1)));
        return widths;
    }

    private static ComputationGraphConfiguration configuration(MlpSpec model, Activation activation) {
        var graph = new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("features");
        List<Integer> widths = widths(model);
        String below = "features";
        for (int layer = 0; layer < widths.size() - 1; layer++) {
            graph.addLayer(
                    "dense" + layer,
                    new DenseLayer.Builder()
                            .nIn(widths.get(layer))
                            .nOut(widths.get(layer + 1))
                            .activation(activation)
                            .build(),
                    below);
            below = "dense" + layer;
        }
        for (HeadSpec head : model.heads()) {
            graph.addLayer(head.task(), output(head, widths.get(widths.size() - 1)), below);
        }
        return graph.setOutputs(model.heads().stream().map(HeadSpec::task).toArray(String[]::new))
                .build();
    }

    private static OutputLayer output(HeadSpec head, int inputs) {
        OutputLayer.Builder layer =
                switch (head.loss()) {
                    case MSE -> layer(LossFunction.MSE, Activation.IDENTITY);
                    case L1 -> layer(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.IDENTITY);
                    case HUBER -> throw new IllegalArgumentException("Deeplearning4j has no Huber");
                    case BINARY_CROSS_ENTROPY -> layer(LossFunction.XENT, Activation.SIGMOID);
                    case CROSS_ENTROPY -> layer(LossFunction.MCXENT, Activation.SOFTMAX);
                };
        return layer.nIn(inputs).nOut(head.outputs()).build();
    }

    private static OutputLayer.Builder layer(LossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss).activation(activation);
    }
}
