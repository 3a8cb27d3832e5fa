package io.plateau.train;

import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.MpnnConfig;
import io.plateau.conf.SameDiffConfig;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.MpnnSpec;
import io.plateau.model.dl4j.Dl4jReader;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Loss;
import io.plateau.model.samediff.SameDiffNames;
import io.plateau.model.samediff.SameDiffReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The model that a configuration describes, with the inputs and heads that a dataset asks for. */
public final class ModelSpecs {
    private ModelSpecs() {}

    /**
     * Builds the specification.
     *
     * @param config the network; of those of this program every combination that the loader accepts is valid
     * @param network the file of a network that the user brings
     * @throws ConfigProblem when that file is not the network that configuration and dataset ask for
     */
    public static ModelSpec of(ModelConfig config, Dataset dataset, Optional<NetworkFile> network) {
        return of(config, dataset.featureCount(), heads(config, dataset.tasks()).toArray(new HeadSpec[0]), network);
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
    static ModelSpec of(ModelConfig config, int features, HeadSpec[] heads, Optional<NetworkFile> network) {
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
            case SAMEDIFF -> imported(
                    "samediff",
                    network.orElseThrow(),
                    file -> SameDiffReader.read(file, names(config.samediff()), features, heads));
            case DL4J -> imported(
                    "dl4j",
                    network.orElseThrow(),
                    file -> Dl4jReader.read(file, config.dl4j().shared(), features, heads));
        };
    }

    private static SameDiffNames names(SameDiffConfig config) {
        return new SameDiffNames(
                config.features(), config.labels(), config.losses(), config.outputs(), config.shared());
    }

    private static ModelSpec imported(String section, NetworkFile file, Function<byte[], ImportedSpec> reader) {
        try {
            return reader.apply(file.bytes());
        } catch (IllegalArgumentException flaw) {
            throw new ConfigProblem("model." + section + ": " + file.name() + ": " + flaw.getMessage());
        }
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
