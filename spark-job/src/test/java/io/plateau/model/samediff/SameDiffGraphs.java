package io.plateau.model.samediff;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ParameterView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The perceptrons of this program as SameDiff graphs: the same parameters in the same order of the flat vector. */
public final class SameDiffGraphs {
    private static final LossReduce MEAN = LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT;

    private SameDiffGraphs() {}

    /** The model of the graph of a perceptron. */
    public static ImportedSpec imported(MlpSpec model, float[] parameters) {
        HeadSpec[] heads = model.heads().toArray(HeadSpec[]::new);
        return SameDiffReader.read(bytes(mlp(model, parameters)), names(heads), model.inputs(), heads);
    }

    /** What the variables of {@link #mlp} mean. */
    public static SameDiffNames names(HeadSpec... heads) {
        return new SameDiffNames(
                "features",
                byTask(task -> "labels of " + task, heads),
                byTask(task -> "loss of " + task, heads),
                byTask(task -> "output of " + task, heads),
                List.of());
    }

    private static Map<String, String> byTask(Function<String, String> name, HeadSpec... heads) {
        return Arrays.stream(heads).map(HeadSpec::task).collect(Collectors.toMap(task -> task, name));
    }

    /** The file of a graph. */
    public static byte[] bytes(SameDiff graph) {
        var buffer = graph.asFlatBuffers(false);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A perceptron with tanh: variables p000, p001, ... in the order of its parameters. */
    public static SameDiff mlp(MlpSpec model, float[] parameters) {
        SameDiff graph = SameDiff.create();
        Iterator<SDVariable> variables = variables(graph, model, parameters).iterator();
        SDVariable h = graph.placeHolder("features", DataType.FLOAT, -1, model.inputs());
        long layers = model.layout().views().stream()
                .filter(view -> view.name().startsWith("dense") && view.rank() == 2)
                .count();
        for (long layer = 0; layer < layers; layer++) {
            h = graph.math().tanh(h.mmul(variables.next()).add(variables.next()));
        }
        for (HeadSpec head : model.heads()) {
            SDVariable output = h.mmul(variables.next()).add("output of " + head.task(), variables.next());
            loss(graph, head, output);
        }
        return graph;
    }

    private static List<SDVariable> variables(SameDiff graph, MlpSpec model, float[] parameters) {
        List<ParameterView> views = model.layout().views();
        Map<Integer, SDVariable> variables = new HashMap<>();
        for (int i = 0; i < views.size(); i++) {
            ParameterView view = views.get(i);
            long[] shape = new long[view.rank()];
            Arrays.setAll(shape, view::dimension);
            float[] values = Arrays.copyOfRange(parameters, view.offset(), view.offset() + view.length());
            INDArray array = Nd4j.create(values, shape, 'c');
            variables.put(i, graph.var("p%03d".formatted(i), array));
        }
        return variables.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static void loss(SameDiff graph, HeadSpec head, SDVariable output) {
        String name = "loss of " + head.task();
        int columns =
                switch (head.loss()) {
                    case CROSS_ENTROPY -> head.outputs();
                    default -> head.width();
                };
        SDVariable labels = graph.placeHolder("labels of " + head.task(), DataType.FLOAT, -1, columns);
        switch (head.loss()) {
            case MSE -> graph.loss().meanSquaredError(name, labels, output, null, MEAN);
            case L1 -> graph.loss().absoluteDifference(name, labels, output, null, MEAN);
            case HUBER -> graph.loss().huberLoss(name, labels, output, null, MEAN, head.huberDelta());
            case BINARY_CROSS_ENTROPY -> graph.loss().sigmoidCrossEntropy(name, labels, output, null, MEAN, 0);
            case CROSS_ENTROPY -> graph.loss().softmaxCrossEntropy(name, labels, output, null, MEAN, 0);
        }
    }
}
