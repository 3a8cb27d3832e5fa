package io.plateau.model;

import io.plateau.model.kernel.Kernels;
import java.io.Serializable;
import java.util.List;

/**
 * What a model is: parameters that all tasks share, and a head of its own for each task. Immutable and small; it travels to the
 * executors, the buffers do not.
 */
public abstract class ModelSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    /** For specifications of this package. */
    ModelSpec() {}

    /** Length of the feature vector of a row, or of an atom where {@link #readsMolecules()}. */
    public abstract int inputs();

    /** Whether rows are molecules rather than feature vectors. */
    public boolean readsMolecules() {
        return false;
    }

    /** The heads in task order. */
    public abstract List<HeadSpec> heads();

    /** Where each parameter lies in the flat vector. */
    public abstract ParameterLayout layout();

    /**
     * Start values. Those of the models of this program: each weight and bias of a linear map with n inputs uniform on (-1/sqrt n,
     * 1/sqrt n). Equal seeds give equal bits on every machine.
     *
     * @param seed of the generator
     * @return a vector of {@link ParameterLayout#size()} floats
     */
    public abstract float[] initialParameters(long seed);

    /** An estimate of the floats that one pass keeps for a row of the mini-batch: activations and their cotangents. */
    public abstract long activationsPerRow();

    /** How many tasks are computed together at most: the longest of the groups of {@link #network}. */
    abstract int tasksAtOnce(Kernels kernels);

    /** The model at work on one back end. */
    abstract Network network(Kernels kernels);

    /** The forward pass alone, on so many rows at once. */
    abstract Scorer scorer(Kernels kernels, int rows);

    /** Passes for a mini-batch that has the rows of this model. */
    final void requireFits(MiniBatch batch) {
        if ((batch.molecules() != null) != readsMolecules()) {
            throw new IllegalArgumentException(
                    readsMolecules() ? "the model reads molecules" : "the model does not read molecules");
        }
        if (batch.x().length != (long) batch.examples() * inputs()
                || batch.y().length != (long) batch.rows() * targets()) {
            throw new IllegalArgumentException("a mini-batch of " + batch.rows() + " rows with "
                    + batch.x().length / batch.examples() + " features and " + batch.y().length / batch.rows()
                    + " target columns; the model has " + inputs() + " and " + targets());
        }
    }

    /** Number of tasks. */
    public final int tasks() {
        return heads().size();
    }

    /** Target columns of all tasks together. */
    public final int targets() {
        return heads().stream().mapToInt(HeadSpec::width).sum();
    }

    /** Outputs of all heads together. */
    public final int outputs() {
        return heads().stream().mapToInt(HeadSpec::outputs).sum();
    }
}
