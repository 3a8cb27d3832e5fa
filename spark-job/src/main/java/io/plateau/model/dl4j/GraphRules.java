package io.plateau.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which parts a graph may have: those that compute each row from that row and the parameters alone. Anything that draws numbers, keeps
 * a state or looks at other rows would make results depend on more than the seed and the shards.
 */
final class GraphRules {
    private static final Set<Class<? extends Layer>> LAYERS = Set.of(
            ActivationLayer.class,
            ConvolutionLayer.class,
            Deconvolution2D.class,
            DenseLayer.class,
            DepthwiseConvolution2D.class,
            GlobalPoolingLayer.class,
            OutputLayer.class,
            PReLULayer.class,
            SeparableConvolution2D.class,
            SubsamplingLayer.class,
            Upsampling2D.class,
            ZeroPaddingLayer.class);

    private static final Set<Class<? extends GraphVertex>> VERTICES = Set.of(
            ElementWiseVertex.class,
            L2NormalizeVertex.class,
            L2Vertex.class,
            MergeVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            SubsetVertex.class);

    private GraphRules() {}

    /** Everything in a graph that cannot be trained here. */
    static List<String> problems(ComputationGraphConfiguration graph) {
        List<String> problems = new ArrayList<>();
        if (graph.getDataType() != DataType.FLOAT) {
            problems.add(
                    "the graph is of type " + graph.getDataType() + ": parameters are FLOAT here, see convertDataType");
        }
        if (graph.getBackpropType() != BackpropType.Standard) {
            problems.add("the graph is trained by " + graph.getBackpropType() + ": take BackpropType.Standard");
        }
        graph.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex of) {
                layer(name, of.getLayerConf().getLayer(), problems);
            } else if (!VERTICES.contains(vertex.getClass())) {
                problems.add(unknown("vertex", name, vertex));
            }
        });
        return problems;
    }

    private static String unknown(String kind, String name, Object part) {
        return "the " + kind + " " + name + " is a " + part.getClass().getSimpleName()
                + ", and not one of those that depend on the row and the parameters alone; known are "
                + String.join(
                        ", ",
                        (kind.equals("layer") ? LAYERS : VERTICES)
                                .stream().map(Class::getSimpleName).sorted().toList());
    }

    private static void layer(String name, Layer layer, List<String> problems) {
        if (!LAYERS.contains(layer.getClass())) {
            problems.add(unknown("layer", name, layer));
            return;
        }
        if (layer.getIDropout() != null) {
            problems.add("the layer " + name
                    + " has dropout, which draws random numbers, so that no training could be repeated: leave it out");
        }
        if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
            problems.add("the layer " + name + " has constraints, which are not kept here: leave them out");
        }
        if (layer instanceof BaseLayer base) {
            if (base.getWeightNoise() != null) {
                problems.add(
                        "the layer " + name
                                + " has weight noise, which draws random numbers, so that no training could be repeated: leave it out");
            }
            if (base.getActivationFn() instanceof ActivationRReLU) {
                problems.add(
                        "the layer " + name + " has the activation RReLU, which draws random numbers: take another");
            }
            if (isRegularised(base)) {
                problems.add("the layer " + name
                        + " is regularised (l1, l2, weight decay): leave it out and set optimizer.weight-decay");
            }
        }
    }

    private static boolean isRegularised(BaseLayer layer) {
        return (layer.getRegularization() != null && !layer.getRegularization().isEmpty())
                || (layer.getRegularizationBias() != null
                        && !layer.getRegularizationBias().isEmpty());
    }
}
