package io.plateau.export;

import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.data.MissingFeatures;
import io.plateau.model.MlpSpec;
import io.plateau.model.kernel.Activation;
import java.util.List;

/**
 * The trunk of an {@link MlpSpec}. Its input {@code features} (float, rows x features) holds numbers in original units and indicators of
 * categories as 0 or 1, in the order of the entry {@code features} of the metadata; a category that did not occur in training is all
 * zeros. NaN stands for a missing number and takes the mean of its column where the dataset says so, else it gives NaN.
 */
final class MlpGraph {
    private static final float INVERSE_SQRT_TWO = 0.70710677f;

    private final OnnxGraph graph;
    private final OnnxParameters parameters;

    MlpGraph(OnnxGraph graph, OnnxParameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    /** Adds the trunk; the name of the representation. */
    String add(MlpSpec spec, Dataset dataset) {
        String h = standardised(dataset);
        for (int layer = 1; layer <= spec.layers(); layer++) {
            h = activation(spec.activation(), parameters.affine(h, "dense" + layer));
        }
        return h;
    }

    private String standardised(Dataset dataset) {
        List<FeatureSchema> features = dataset.features();
        int width = features.size();
        String x = graph.input(
                "features", OnnxGraph.Element.FLOAT, "numbers in original units, indicators 0 or 1", "rows", width);
        if (dataset.missingFeatures() == MissingFeatures.MEAN) {
            float[] instead = new float[width];
            for (int i = 0; i < width; i++) {
                instead[i] =
                        (float) (isNumber(features.get(i)) ? features.get(i).mean() : 0);
            }
            x = graph.node("Where", graph.node("IsNaN", x), graph.floats("features.missing", instead, width), x);
        }
        double[] mean = new double[width];
        double[] std = new double[width];
        for (int i = 0; i < width; i++) {
            boolean number = isNumber(features.get(i));
            mean[i] = number ? features.get(i).mean() : 0;
            // A constant component is 0 whatever it holds: a finite number over infinity.
            std[i] = features.get(i).std() == 0
                    ? Double.POSITIVE_INFINITY
                    : number ? features.get(i).std() : 1;
        }
        String wide = Onnx.cast(graph, x, OnnxGraph.Element.DOUBLE);
        String centred = graph.node("Sub", wide, graph.doubles("features.mean", mean, width));
        String scaled = graph.node("Div", centred, graph.doubles("features.std", std, width));
        return Onnx.cast(graph, scaled, OnnxGraph.Element.FLOAT);
    }

    private static boolean isNumber(FeatureSchema feature) {
        return feature.kind() == FeatureSchema.Kind.NUMERIC;
    }

    private String activation(Activation f, String z) {
        return switch (f) {
            case IDENTITY -> z;
            case RELU -> graph.node("Relu", z);
            case TANH -> graph.node("Tanh", z);
            case SIGMOID -> graph.node("Sigmoid", z);
            case GELU -> gelu(z);
        };
    }

    /** z Phi(z), in operators that older readers know. */
    private String gelu(String z) {
        String tag = "." + z;
        String erf = graph.node("Erf", graph.node("Mul", z, graph.number("inverse-sqrt-2" + tag, INVERSE_SQRT_TWO)));
        String twice = graph.node("Mul", z, graph.node("Add", erf, graph.number("one" + tag, 1)));
        return graph.node("Mul", twice, graph.number("half" + tag, 0.5f));
    }
}
