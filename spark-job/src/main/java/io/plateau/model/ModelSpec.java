package io.plateau.model;

import io.plateau.model.kernel.Kernels;
import io.plateau.model.layer.Trunk;
import java.io.Serializable;
import java.util.List;

/**
 * What a model is: a trunk shared by all tasks, and one linear head per task on its representation. Immutable and small; it
 * travels to the executors, the buffers do not.
 */
public abstract class ModelSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    /** For specifications of this package. */
    ModelSpec() {}

    /** Length of a feature vector. */
    public abstract int inputs();

    /** Length of the representation that the heads read. */
    public abstract int representation();

    /** The heads in task order. */
    public abstract List<HeadSpec> heads();

    /** Where each parameter lies in the flat vector. */
    public abstract ParameterLayout layout();

    /**
     * Start values: each weight and bias of a linear map with n inputs uniform on (-1/sqrt n, 1/sqrt n). Equal seeds give
     * equal bits on every machine.
     *
     * @param seed of the generator
     * @return a vector of {@link ParameterLayout#size()} floats
     */
    public abstract float[] initialParameters(long seed);

    /** Floating-point operations in the products of the trunk's forward pass, for one parameter row. */
    abstract double forwardOperations(int rows);

    /** Floating-point operations in the products of the trunk's backward pass, for one task. */
    abstract double backwardOperations(int rows);

    /** The trunk at work on one back end. */
    abstract Trunk trunk(Kernels kernels);

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
