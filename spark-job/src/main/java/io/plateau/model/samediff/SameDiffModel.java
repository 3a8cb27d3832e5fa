package io.plateau.model.samediff;

import io.plateau.model.ImportedModel;
import io.plateau.model.ImportedNetwork;
import io.plateau.model.ParameterLayout;
import java.util.List;
import java.util.Objects;

/** A SameDiff graph with its tasks. What travels is the structure of the graph; the parameters go by the flat vector. */
final class SameDiffModel implements ImportedModel {
    private static final long serialVersionUID = 1;

    private final byte[] structure;
    private final Feed features;
    private final GraphTask[] tasks;
    private final ParameterLayout layout;
    private final long activationsPerRow;
    private final transient float[] initial;

    SameDiffModel(
            byte[] structure,
            Feed features,
            List<GraphTask> tasks,
            ParameterLayout layout,
            long activationsPerRow,
            float[] initial) {
        this.structure = structure;
        this.features = features;
        this.tasks = tasks.toArray(GraphTask[]::new);
        this.layout = layout;
        this.activationsPerRow = activationsPerRow;
        this.initial = Objects.requireNonNull(initial, "initial");
    }

    byte[] structure() {
        return structure;
    }

    Feed features() {
        return features;
    }

    List<GraphTask> tasks() {
        return List.of(tasks);
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public float[] initialParameters() {
        if (initial == null) {
            throw new IllegalStateException("the parameters of the file stay with the driver");
        }
        return initial.clone();
    }

    @Override
    public long activationsPerRow() {
        return activationsPerRow;
    }

    @Override
    public ImportedNetwork open() {
        return new SameDiffNetwork(this);
    }
}
