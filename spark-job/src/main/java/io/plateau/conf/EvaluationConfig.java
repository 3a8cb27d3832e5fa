package io.plateau.conf;

import java.util.Map;

/**
 * Section {@code evaluation}.
 *
 * @param everyEpochs epochs between two evaluations, at least 1
 * @param baseline metric of the single-task model by task name, for Delta_m; may be empty
 */
public record EvaluationConfig(int everyEpochs, Map<String, Double> baseline) {

    static EvaluationConfig from(Section evaluation) {
        return new EvaluationConfig(
                evaluation.whole("every-epochs", 1, 1_000_000),
                evaluation.section("baseline").numbersByKey());
    }
}
