package io.plateau.model.samediff;

import java.util.List;
import java.util.Map;

/**
 * What the variables of a SameDiff graph mean. Tasks that a run leaves out may have entries.
 *
 * @param features the placeholder of the feature vectors
 * @param labels by task: the placeholder of its targets
 * @param losses by task: the variable of its loss, a mean over the rows
 * @param outputs by task: the variable of its raw outputs
 * @param shared the trainable variables that all tasks share; empty: those that more than one loss depends on
 */
public record SameDiffNames(
        String features,
        Map<String, String> labels,
        Map<String, String> losses,
        Map<String, String> outputs,
        List<String> shared) {}
