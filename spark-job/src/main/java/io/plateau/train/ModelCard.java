package io.plateau.train;

import io.plateau.checkpoint.CorruptFiles;
import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.Redaction;
import io.plateau.checkpoint.SavedModel;
import io.plateau.conf.ResolvedConfig;
import io.plateau.data.Dataset;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a model's users have to know of it, and whoever makes it again: the data with their checksums and division, the whole configuration,
 * scores, cost, and the software and processor that the bits may hang on. It is {@code card.json} of a model's directory;
 * {@link CardPage} puts the same before people.
 *
 * @param content plain values, in the order of the file
 */
public record ModelCard(Map<String, Object> content) {

    static final String RUN = "run";
    static final String TRAINING = "training";
    static final String DATA = "data";
    static final String COST = "cost";
    static final String SOFTWARE = "software";
    static final String CONFIGURATION = "configuration";

    /**
     * The card of a model that was trained in this process.
     *
     * @param config its configuration
     * @param dataset what it was trained on, with the tasks that it trained
     * @param facts how it came about, as in {@code model.json}
     * @param cost of all steps
     */
    static ModelCard of(ResolvedConfig config, Dataset dataset, Map<String, Object> facts, TotalCost cost) {
        Map<String, Object> training = new LinkedHashMap<>(facts);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(RUN, training.remove(RUN));
        content.put(TRAINING, training);
        content.put(DATA, data(dataset));
        content.put(COST, cost.report());
        content.put(SOFTWARE, Provenance.software());
        content.put(CONFIGURATION, Redaction.of(config.text()));
        return new ModelCard(content);
    }

    private static Map<String, Object> data(Dataset dataset) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", dataset.name());
        data.put("fingerprint", dataset.fingerprint());
        data.put("source", dataset.source());
        data.put("rows", dataset.rows());
        data.put("split", dataset.splitFile() == null ? dataset.split() : dataset.splitFile());
        data.put("files", dataset.files());
        return data;
    }

    /**
     * Reads the card of a model.
     *
     * @param model a model directory, a run directory that has one, or the directory of a champion
     * @throws CorruptFiles when there is no whole model, or it has no card
     */
    public static ModelCard read(Path model, Configuration hadoop) throws IOException {
        Map<String, Object> content = SavedModel.read(model, hadoop).card();
        if (content.isEmpty()) {
            throw new CorruptFiles(
                    "model " + model + " has no card: an earlier version of Plateau wrote it. Train it anew");
        }
        return new ModelCard(content);
    }

    /** Id of the run that made the model. */
    public String run() {
        return String.valueOf(content.get(RUN));
    }

    /** The configuration as HOCON, every key with its value. */
    public String configuration() {
        return String.valueOf(content.get(CONFIGURATION));
    }

    /** See {@link Dataset#fingerprint}. */
    public String fingerprint() {
        return String.valueOf(section(DATA).get("fingerprint"));
    }

    /** Versions, processor and operating system. */
    public Map<String, Object> software() {
        return section(SOFTWARE);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> section(String name) {
        return content.get(name) instanceof Map<?, ?> section ? (Map<String, Object>) section : Map.of();
    }
}
