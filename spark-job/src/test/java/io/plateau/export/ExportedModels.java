package io.plateau.export;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.Dl4jConfig;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.MpnnConfig;
import io.plateau.conf.SameDiffConfig;
import io.plateau.data.CsvFormat;
import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.data.MissingFeatures;
import io.plateau.data.RowCounts;
import io.plateau.data.SourceInfo;
import io.plateau.data.SplitPlan;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.train.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Models with random parameters, and heads and features of every kind. */
final class ExportedModels {
    static final int NODE_FEATURES = 4;

    private static final List<TaskSchema> TASKS = List.of(
            new TaskSchema(
                    "price", TaskType.REGRESSION, List.of("price"), "EUR", List.of(50.0), List.of(7.0), List.of()),
            new TaskSchema(
                    "size",
                    TaskType.REGRESSION,
                    List.of("w", "h"),
                    "",
                    List.of(-3.0, 1e4),
                    List.of(0.5, 20.0),
                    List.of()),
            new TaskSchema(
                    "ill", TaskType.BINARY, List.of("ill"), "", List.of(0.0), List.of(1.0), List.of("no", "yes")),
            new TaskSchema(
                    "grade",
                    TaskType.MULTICLASS,
                    List.of("grade"),
                    "",
                    List.of(0.0),
                    List.of(1.0),
                    List.of("a", "b", "c")));

    private static final List<FeatureSchema> COLUMNS = List.of(
            number("time", 1e6, 3),
            number("constant", 4, 0),
            number("height", -0.5, 0.25),
            category("colour", "red", 0.3),
            category("colour", "green", 0.5),
            category("colour", "never", 0));

    private ExportedModels() {}

    private static FeatureSchema number(String column, double mean, double std) {
        return new FeatureSchema(column, column, FeatureSchema.Kind.NUMERIC, null, mean, std);
    }

    private static FeatureSchema category(String column, String category, double std) {
        return new FeatureSchema(column + "=" + category, column, FeatureSchema.Kind.CATEGORY, category, std / 2, std);
    }

    /** A perceptron over two numbers, a constant and a category. */
    static TrainedModel mlp(ModelConfig.Activation activation, MissingFeatures missing, boolean scaledTargets) {
        return model(ModelConfig.Type.MLP, activation, dataset(COLUMNS, missing), scaledTargets);
    }

    /** A network over molecules. */
    static TrainedModel mpnn() {
        List<FeatureSchema> features = IntStream.range(0, NODE_FEATURES)
                .mapToObj(i -> number("f" + i, 0, 1))
                .toList();
        return model(ModelConfig.Type.MPNN, ModelConfig.Activation.RELU, dataset(features, MissingFeatures.FAIL), true);
    }

    /** Of models that are built in. */
    static final SameDiffConfig NO_GRAPH =
            ConfigLoader.ofText("", "defaults").job().model().samediff();

    static final Dl4jConfig NO_LAYERS =
            ConfigLoader.ofText("", "defaults").job().model().dl4j();

    private static TrainedModel model(
            ModelConfig.Type type, ModelConfig.Activation activation, Dataset dataset, boolean scaledTargets) {
        ModelConfig config = new ModelConfig(
                type,
                List.of(7, 6),
                activation,
                ModelConfig.RegressionLoss.MSE,
                1,
                1,
                new MpnnConfig(6, 5, 3, 3),
                NO_GRAPH,
                NO_LAYERS);
        return drawn(new TrainedModel(config, dataset, scaledTargets, new float[0], Map.of()));
    }

    /** The same model with random parameters, large enough to bend every activation. */
    static TrainedModel drawn(TrainedModel model) {
        float[] parameters = model.spec().initialParameters(3);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 1.7f;
        }
        return new TrainedModel(model.config(), model.dataset(), model.scaledTargets(), parameters, model.facts());
    }

    private static Dataset dataset(List<FeatureSchema> features, MissingFeatures missing) {
        return new Dataset(
                Dataset.FORMAT_VERSION,
                "test",
                "houses",
                "fingerprint",
                new SourceInfo("csv", "houses.csv", 1, "sha", new TreeMap<>()),
                new RowCounts(8, 1, 1),
                new SplitPlan(0.8, 0.1, 0.1, 1, null),
                features,
                TASKS,
                CsvFormat.standard(),
                missing,
                List.of(),
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                List.of());
    }
}
