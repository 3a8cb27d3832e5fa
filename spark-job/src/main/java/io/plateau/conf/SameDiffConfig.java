package io.plateau.conf;

import java.util.List;
import java.util.Map;

/**
 * Section {@code model.samediff}.
 *
 * @param file the SameDiff file, a Hadoop path; empty: that of the model in {@code start.model}
 * @param features the placeholder of the feature vectors
 * @param labels by task: the placeholder of its targets
 * @param losses by task: the variable of its loss
 * @param outputs by task: the variable of its raw outputs
 * @param shared the trainable variables that all tasks share; empty: those that more than one loss depends on
 */
public record SameDiffConfig(
        String file,
        String features,
        Map<String, String> labels,
        Map<String, String> losses,
        Map<String, String> outputs,
        List<String> shared) {

    static SameDiffConfig from(Section samediff) {
        return new SameDiffConfig(
                samediff.text("file"),
                samediff.filled("features"),
                samediff.section("labels").textsByKey(),
                samediff.section("losses").textsByKey(),
                samediff.section("outputs").textsByKey(),
                samediff.names("shared", "variable"));
    }
}
