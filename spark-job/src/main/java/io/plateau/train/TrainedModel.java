package io.plateau.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.CorruptFiles;
import io.plateau.checkpoint.SavedModel;
import io.plateau.conf.ModelConfig;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.model.ModelSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A model that can be used: how it is built, its parameters, and the dataset whose scaling and names it speaks.
 *
 * @param config how it is built
 * @param dataset what it was trained on
 * @param scaledTargets whether its regression outputs are standardised
 * @param parameters the flat parameters
 * @param facts how it came about: method, steps, scores, provenance
 * @param network the file of a network that the user brought; empty for those of this program
 */
public record TrainedModel(
        ModelConfig config,
        Dataset dataset,
        boolean scaledTargets,
        float[] parameters,
        Map<String, Object> facts,
        Optional<NetworkFile> network) {

    /** Version of the layout of {@code model.json}. */
    private static final int FORMAT_VERSION = 1;

    /** The facts that {@link #baseline} and {@link #testMetrics} read. */
    static final String BASELINE = "baseline";

    static final String TEST = "test";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A model whose network is one of this program. */
    public TrainedModel(
            ModelConfig config, Dataset dataset, boolean scaledTargets, float[] parameters, Map<String, Object> facts) {
        this(config, dataset, scaledTargets, parameters, facts, Optional.empty());
    }

    /** The network. */
    public ModelSpec spec() {
        return ModelSpecs.of(config, dataset, network);
    }

    /** Single-task values of the metrics by task name, in their units, that the run was scored against; may be empty. */
    public Map<String, Double> baseline() {
        Map<String, Double> baseline = new LinkedHashMap<>();
        if (facts.get(BASELINE) instanceof Map<?, ?> values) {
            values.forEach((task, value) -> number(value).ifPresent(number -> baseline.put((String) task, number)));
        }
        return baseline;
    }

    /**
     * The metric that tables show, on the test split, by task name in the order of the tasks; empty for a run whose dataset
     * has no test rows. NaN for a task without a labelled test row.
     */
    public Map<String, Double> testMetrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (facts.get(TEST) instanceof Map<?, ?> scores) {
            for (TaskSchema task : dataset.tasks()) {
                if (scores.get(task.name()) instanceof Map<?, ?> of) {
                    metrics.put(
                            task.name(),
                            number(of.get(TaskScore.metricOf(task))).orElse(Double.NaN));
                }
            }
        }
        return metrics;
    }

    /** JSON has no NaN: it comes as text. */
    private static Optional<Double> number(Object value) {
        return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** Writes the model's directory; it is there whole or not at all. */
    public void write(Path directory, Configuration hadoop) throws IOException {
        saved().write(directory, hadoop);
    }

    /** The same with its card, and the card as a page. */
    void write(Path directory, ModelCard card, String page, Configuration hadoop) throws IOException {
        saved().withCard(card.content(), page).write(directory, hadoop);
    }

    private SavedModel saved() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format-version", FORMAT_VERSION);
        description.put("model", JSON.convertValue(config, Map.class));
        description.put("scaled-targets", scaledTargets);
        description.put("facts", facts);
        network.ifPresent(file -> description.put(
                "network", Map.of("file", file.name(), "bytes", file.bytes().length, "sha256", file.sha256())));
        return new SavedModel(description, parameters, dataset.toJson()).withNetwork(network.map(NetworkFile::bytes));
    }

    /**
     * Reads and verifies a model.
     *
     * @param directory a model directory, or a run directory that has one
     * @param hadoop for the file system
     * @return the model
     * @throws IOException when there is no whole model of a known version
     */
    @SuppressWarnings("unchecked")
    public static TrainedModel read(Path directory, Configuration hadoop) throws IOException {
        SavedModel saved = SavedModel.read(directory, hadoop);
        Map<String, Object> description = saved.description();
        Object version = description.get("format-version");
        if (!Integer.valueOf(FORMAT_VERSION).equals(version)) {
            throw new CorruptFiles("model " + directory + " has format version " + version + ", this version reads "
                    + FORMAT_VERSION + ": use the Plateau version that wrote it");
        }
        TrainedModel model = new TrainedModel(
                JSON.convertValue(description.get("model"), ModelConfig.class),
                Dataset.ofJson(saved.dataset(), "model " + directory),
                Boolean.TRUE.equals(description.get("scaled-targets")),
                saved.parameters(),
                (Map<String, Object>) description.getOrDefault("facts", Map.of()),
                saved.network().map(bytes -> new NetworkFile("model " + directory, bytes)));
        if (model.parameters().length != model.spec().layout().size()) {
            throw new CorruptFiles("model " + directory + " has " + model.parameters().length
                    + " parameters, its description asks for "
                    + model.spec().layout().size());
        }
        return model;
    }
}
