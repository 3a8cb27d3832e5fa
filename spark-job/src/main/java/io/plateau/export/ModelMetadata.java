package io.plateau.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.Provenance;
import io.plateau.data.FeatureSchema;
import io.plateau.data.TaskSchema;
import io.plateau.train.TrainedModel;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exported file says about its model: text by name, where values that are more than a word are JSON. The names and the content
 * of each are listed in {@code docs/export.md}; they are those of {@link #FORMAT_VERSION}.
 */
final class ModelMetadata {

    /** Version of the names below and of the layout of the tensors. */
    static final int FORMAT_VERSION = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelMetadata() {}

    /** The entries, sorted by name. */
    static Map<String, String> of(TrainedModel model) {
        Map<String, String> entries = new TreeMap<>();
        entries.put("format", "plateau");
        entries.put("format-version", Integer.toString(FORMAT_VERSION));
        entries.put("plateau-version", Provenance.plateauVersion());
        entries.put("model", json(JSON.convertValue(model.config(), Map.class)));
        entries.put("dataset", model.dataset().name());
        entries.put("fingerprint", model.dataset().fingerprint());
        entries.put("scaled-targets", Boolean.toString(model.scaledTargets()));
        entries.put("missing-features", model.dataset().missingFeatures().label());
        entries.put("features", json(features(model)));
        entries.put("tasks", json(tasks(model)));
        return entries;
    }

    private static List<Map<String, Object>> features(TrainedModel model) {
        List<Map<String, Object>> features = new ArrayList<>();
        for (FeatureSchema feature : model.dataset().features()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", feature.name());
            entry.put("column", feature.column());
            if (feature.kind() == FeatureSchema.Kind.CATEGORY) {
                entry.put("category", feature.category());
            } else {
                entry.put("mean", feature.mean());
                entry.put("std", feature.std());
            }
            features.add(entry);
        }
        return features;
    }

    private static List<Map<String, Object>> tasks(TrainedModel model) {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (TaskSchema task : model.dataset().tasks()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", task.name());
            entry.put("type", task.type().label());
            entry.put("columns", task.columns());
            entry.put("unit", task.unit());
            if (task.labels().isEmpty()) {
                entry.put("mean", task.mean());
                entry.put("std", task.std());
            } else {
                entry.put("labels", task.labels());
            }
            tasks.add(entry);
        }
        return tasks;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
