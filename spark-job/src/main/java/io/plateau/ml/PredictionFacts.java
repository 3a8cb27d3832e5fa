package io.plateau.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.conf.ModelConfig;
import io.plateau.data.TaskSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * What the column of a network's outputs must say about them, so that they can be scored: it travels in the column's metadata.
 *
 * @param model how the network was built
 * @param tasks its tasks
 * @param scaledTargets whether regressions are standardised
 * @param baseline single-task metrics by task; may be empty
 * @param labelCol column of label vectors, empty for none
 * @param labelCols columns of labels
 */
record PredictionFacts(
        ModelConfig model,
        List<TaskSchema> tasks,
        boolean scaledTargets,
        Map<String, Double> baseline,
        String labelCol,
        List<String> labelCols) {
    private static final String KEY = "plateau";
    private static final ObjectMapper JSON = new ObjectMapper();

    static PredictionFacts of(PlateauModel model) {
        return new PredictionFacts(
                model.trained().config(),
                model.trained().dataset().tasks(),
                model.trained().scaledTargets(),
                model.trained().baseline(),
                model.get(model.labelCol()).isDefined()
                        ? model.get(model.labelCol()).get()
                        : "",
                Arrays.asList(model.getOrDefault(model.labelCols())));
    }

    Metadata metadata() {
        try {
            return new MetadataBuilder()
                    .putString(KEY, JSON.writeValueAsString(this))
                    .build();
        } catch (JsonProcessingException notPlain) {
            throw new IllegalStateException(notPlain);
        }
    }

    /** Reads them; empty when the column was not made by {@link PlateauModel}. */
    static Optional<PredictionFacts> of(StructField column) {
        if (!column.metadata().contains(KEY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(column.metadata().getString(KEY), PredictionFacts.class));
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        }
    }
}
