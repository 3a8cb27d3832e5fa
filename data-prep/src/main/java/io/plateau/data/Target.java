package io.plateau.data;

import java.util.List;
import java.util.Set;

/**
 * A task as the user asks for it: which columns it predicts and as what. Immutable.
 *
 * @param name name of the task, unique in a source
 * @param type what it predicts
 * @param columns source columns; more than one only for regression (a vector target)
 * @param labels class labels in the order of their indices, or empty to learn them from the file
 * @param unit unit for reports, empty when unknown
 */
public record Target(String name, TaskType type, List<String> columns, List<String> labels, String unit) {

    /** Checks that the parts fit each other and copies the lists. */
    public Target {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
        if (columns.isEmpty() || (columns.size() > 1 && type != TaskType.REGRESSION)) {
            throw new IllegalArgumentException("target '" + name + "': one column, or several for regression");
        }
        if (Set.copyOf(labels).size() != labels.size()) {
            throw new IllegalArgumentException("target '" + name + "': a class label occurs twice in " + labels);
        }
        if (!labels.isEmpty() && type == TaskType.REGRESSION) {
            throw new IllegalArgumentException("target '" + name + "': a regression target has no class labels");
        }
        if (!labels.isEmpty() && type == TaskType.BINARY && labels.size() != 2) {
            throw new IllegalArgumentException("target '" + name + "': a binary target has two labels, not " + labels);
        }
    }

    /**
     * A real number.
     *
     * @param column source column, also the name of the task
     * @return the target
     */
    public static Target regression(String column) {
        return new Target(column, TaskType.REGRESSION, List.of(column), List.of(), "");
    }

    /**
     * A vector of real numbers with one loss.
     *
     * @param name name of the task
     * @param columns source columns
     * @return the target
     */
    public static Target vector(String name, List<String> columns) {
        return new Target(name, TaskType.REGRESSION, columns, List.of(), "");
    }

    /**
     * One of two labels, learnt from the file.
     *
     * @param column source column, also the name of the task
     * @return the target
     */
    public static Target binary(String column) {
        return new Target(column, TaskType.BINARY, List.of(column), List.of(), "");
    }

    /**
     * One of several labels, learnt from the file.
     *
     * @param column source column, also the name of the task
     * @return the target
     */
    public static Target multiclass(String column) {
        return new Target(column, TaskType.MULTICLASS, List.of(column), List.of(), "");
    }

    /**
     * The same target with its class labels given: any other label in the file is then a {@link DataProblem}.
     *
     * @param newLabels labels in the order of their indices
     * @return a new target
     */
    public Target withLabels(List<String> newLabels) {
        return new Target(name, type, columns, newLabels, unit);
    }
}
