package io.plateau.model.samediff;

import io.plateau.model.ImportedModel;
import io.plateau.model.ImportedNetwork;
import io.plateau.model.ParameterLayout;
import java.util.List;

/** A SameDiff graph with its tasks. What travels is the structure of the graph; the parameters go by the flat vector. */
final class SameDiffModel extends ImportedModel {
    private static final long serialVersionUID = 1;

    private final byte[] structure;
    private final Feed features;
    private final GraphTask[] tasks;

    SameDiffModel(
            byte[] structure,
            Feed features,
            List<GraphTask> tasks,
            ParameterLayout layout,
            long activationsPerRow,
            float[] initial) {
        super(layout, activationsPerRow, initial);
        this.structure = structure;
        this.features = features;
        this.tasks = tasks.toArray(GraphTask[]::new);
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
    public ImportedNetwork open() {
        return new SameDiffNetwork(this);
    }
}
