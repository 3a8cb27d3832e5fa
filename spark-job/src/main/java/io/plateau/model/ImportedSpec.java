package io.plateau.model;

import io.plateau.model.kernel.Kernels;
import java.util.List;
import java.util.Objects;

/** A model that a user brings, with the tasks that it is trained on. */
public final class ImportedSpec extends ModelSpec {
    private static final long serialVersionUID = 1L;

    private final int inputs;
    private final HeadSpec[] heads;
    private final ImportedModel model;

    /**
     * A model.
     *
     * @param inputs length of a feature vector
     * @param heads the tasks; their losses are those of the model, the rest says what targets and outputs mean
     * @param model the network, with as many heads
     */
    public ImportedSpec(int inputs, HeadSpec[] heads, ImportedModel model) {
        if (inputs < 1 || heads.length == 0 || heads.length != model.layout().tasks()) {
            throw new IllegalArgumentException(heads.length + " tasks over " + inputs + " features for a model of "
                    + model.layout().tasks() + " tasks");
        }
        this.inputs = inputs;
        this.heads = heads.clone();
        this.model = Objects.requireNonNull(model, "model");
    }

    /** The network, without its parameters. */
    public ImportedModel model() {
        return model;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public List<HeadSpec> heads() {
        return List.of(heads);
    }

    @Override
    public ParameterLayout layout() {
        return model.layout();
    }

    /** The values in the file, whatever the seed. */
    @Override
    public float[] initialParameters(long seed) {
        return model.initialParameters();
    }

    @Override
    public long activationsPerRow() {
        return model.activationsPerRow();
    }

    @Override
    int tasksAtOnce(Kernels kernels) {
        return 1;
    }

    @Override
    Network network(Kernels kernels) {
        return new HostNetwork(this, kernels, model.open());
    }

    @Override
    Scorer scorer(Kernels kernels, int rows) {
        return new ImportedScorer(model.open(), layout(), rows);
    }
}
