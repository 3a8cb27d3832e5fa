package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Matrix;
import java.util.List;

/**
 * A model at work on one mini-batch: losses, outputs and gradients at any {@link Point}. A backward pass follows the forward pass at
 * the same point; several may follow one. Not thread-safe.
 */
interface Network extends AutoCloseable {

    /** The tasks, in groups that are computed together. */
    List<HeadGroup> groups();

    /** Takes the mini-batch, or part of one, for the passes that follow. */
    void load(MiniBatch batch);

    /** Forward pass of some groups with their losses, which go to the places of their tasks. */
    void forward(Point point, List<HeadGroup> groups, double[] losses);

    /** Forward pass of all tasks without losses. */
    void outputs(Point point);

    /** The raw outputs of {@link #outputs}: rows x outputs of all tasks, row-major. */
    void readOutputs(float[] out);

    /** The loss of one task on every row at the point of its last forward pass; 0 where the label is missing. */
    double[] lossesByRow(HeadGroup task);

    /**
     * Backward pass of a group.
     *
     * @param rows receives its gradients by the shared parameters, one row per task
     * @param headGradients receives those by its heads, at their places
     */
    void backward(HeadGroup group, Point point, Matrix rows, Buffer headGradients);

    /**
     * Backward pass of the weighted sum of all losses.
     *
     * @param row receives its gradient by the shared parameters
     * @param headGradients receives each head's own, unweighted gradient
     */
    void backwardSummed(Point point, double[] weights, Matrix row, Buffer headGradients);

    @Override
    void close();
}
