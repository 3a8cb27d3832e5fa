package io.plateau.export;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.MpnnSpec;
import io.plateau.train.TrainedModel;
import java.util.List;
import java.util.Locale;

/**
 * The ONNX format, for the built-in models. The graph takes inputs in original units, scales them as the training did, and gives one
 * output per task under the task's name: predictions in original units (rows x columns of the task), or for a classification the
 * probability of each label (rows x labels, in the order of the labels). The scaling is computed in double precision, the network in
 * float.
 *
 * <p>What the inputs are: {@link MlpGraph}, {@link MpnnGraph}. The file carries the entries of {@link ModelMetadata}.
 */
public final class Onnx implements ModelFormat {

    /** A file of this format holds less than 2^31 bytes; some are left for all that is not a parameter. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 24);

    @Override
    public byte[] encode(TrainedModel model) {
        ModelSpec spec = model.spec();
        long bytes = 4L * model.parameters().length;
        if (bytes > MOST_BYTES) {
            throw new ConfigProblem("a model of " + bytes
                    + " bytes is too large for an ONNX file (2 GiB): export it with" + " --format safetensors");
        }
        OnnxGraph graph = new OnnxGraph();
        OnnxParameters parameters = new OnnxParameters(graph, spec.layout(), model.parameters());
        String representation;
        if (spec instanceof MlpSpec mlp) {
            representation = new MlpGraph(graph, parameters).add(mlp, model.dataset());
        } else if (spec instanceof MpnnSpec mpnn) {
            representation = new MpnnGraph(graph, parameters).add(mpnn);
        } else {
            throw new ConfigProblem("a model of type "
                    + model.config().type().name().toLowerCase(Locale.ROOT)
                    + " cannot be exported to ONNX, only mlp and mpnn can: export it with --format safetensors");
        }
        for (TaskSchema task : model.dataset().tasks()) {
            addOutput(graph, task, parameters.affine(representation, "head." + task.name()), model.scaledTargets());
        }
        return graph.encode(
                "Multi-task model trained by Plateau on " + model.dataset().name(), ModelMetadata.of(model));
    }

    private static void addOutput(OnnxGraph graph, TaskSchema task, String raw, boolean scaled) {
        if (task.type() == TaskType.REGRESSION) {
            String unit = task.unit().isEmpty() ? "" : ", in " + task.unit();
            String value = scaled ? original(graph, task, raw) : raw;
            graph.output(task.name(), value, String.join(", ", task.columns()) + unit, "rows", task.width());
            return;
        }
        String logits = task.type() == TaskType.BINARY
                ? graph.operation("Concat", graph.node("Mul", raw, zero(graph, task)), raw)
                        .with("axis", 1)
                        .result()
                : raw;
        graph.output(
                task.name(),
                graph.operation("Softmax", logits).with("axis", 1).result(),
                "probability of " + String.join(", ", task.labels()),
                "rows",
                task.classes());
    }

    /** A binary classifier has one logit, that of its second label; the first one's is 0. */
    private static String zero(OnnxGraph graph, TaskSchema task) {
        return graph.number("zero." + task.name(), 0);
    }

    private static String original(OnnxGraph graph, TaskSchema task, String raw) {
        String std = graph.doubles("std." + task.name(), doubles(task.std()), task.width());
        String mean = graph.doubles("mean." + task.name(), doubles(task.mean()), task.width());
        String wide = cast(graph, raw, OnnxGraph.Element.DOUBLE);
        String value = graph.node("Add", graph.node("Mul", wide, std), mean);
        return cast(graph, value, OnnxGraph.Element.FLOAT);
    }

    static String cast(OnnxGraph graph, String value, OnnxGraph.Element to) {
        return graph.operation("Cast", value).with("to", to.number()).result();
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
