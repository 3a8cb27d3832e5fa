package io.plateau.train;

import io.plateau.conf.ModelConfig;
import io.plateau.conf.MpnnConfig;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.MpnnSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Loss;
import java.util.ArrayList;
import java.util.List;

/** The model that a configuration describes, with the inputs and heads that a dataset asks for. */
public final class ModelSpecs {
    private ModelSpecs() {}

    /** Builds the specification; every combination that the loader accepts is valid. */
    public static ModelSpec of(ModelConfig config, Dataset dataset) {
        return of(config, dataset.featureCount(), heads(config, dataset.tasks()).toArray(new HeadSpec[0]));
    }

    /** The heads of such a model, one per task. */
    public static List<HeadSpec> heads(ModelConfig config, List<TaskSchema> tasks) {
        List<HeadSpec> heads = new ArrayList<>();
        for (TaskSchema task : tasks) {
            heads.add(head(config, task));
        }
        return heads;
    }

    /** The same for given inputs and heads. */
    static ModelSpec of(ModelConfig config, int features, HeadSpec[] heads) {
        return switch (config.type()) {
            case MLP -> new MlpSpec(
                    features,
                    config.hidden().stream().mapToInt(Integer::intValue).toArray(),
                    Activation.valueOf(config.activation().name()),
                    heads);
            case MPNN -> {
                MpnnConfig mpnn = config.mpnn();
                yield new MpnnSpec(
                        features, mpnn.width(), mpnn.edgeHidden(), mpnn.messageSteps(), mpnn.readoutSteps(), heads);
            }
        };
    }

    private static HeadSpec head(ModelConfig config, TaskSchema task) {
        return switch (task.type()) {
            case REGRESSION -> new HeadSpec(
                    task.name(),
                    Loss.valueOf(config.regressionLoss().name()),
                    task.width(),
                    task.width(),
                    config.huberDelta());
            case BINARY -> HeadSpec.binary(task.name());
            case MULTICLASS -> HeadSpec.classes(task.name(), task.classes());
        };
    }
}
