package io.plateau.model;

import io.plateau.model.kernel.Matrix;
import java.util.List;

/** Forward and backward passes of a model at any point, over the mini-batch that is loaded; counts them. */
final class Passes {
    private final ModelSpec model;
    private final Network network;
    private final StepBuffers buffers;
    private int wholeRows;
    private int rows;
    private double forward;
    private double backward;

    Passes(ModelSpec model, Network network, StepBuffers buffers) {
        this.model = model;
        this.network = network;
        this.buffers = buffers;
    }

    List<HeadGroup> groups() {
        return network.groups();
    }

    /** Loads the mini-batch of a step and counts its passes from 0. */
    void start(MiniBatch batch) {
        model.requireFits(batch);
        wholeRows = batch.rows();
        forward = 0;
        backward = 0;
        load(batch);
    }

    /** Loads a mini-batch, or part of one, for the passes that follow. */
    void load(MiniBatch batch) {
        rows = batch.rows();
        network.load(batch);
    }

    /** Forward passes since the start; one over some of the rows counts as that part. */
    double forwardPasses() {
        return forward;
    }

    /** Backward passes since the start. */
    double backwardPasses() {
        return backward;
    }

    private double part() {
        return (double) rows / wholeRows;
    }

    /** Forward pass at a point, for some groups of tasks, with their losses. */
    void forward(Point point, List<HeadGroup> groups, double[] losses) {
        forward += point.shared().rows() * part();
        network.forward(point, groups, losses);
    }

    /** Raw outputs of all tasks at a point: rows x outputs. */
    void outputs(Point point, float[] out) {
        forward += point.shared().rows() * part();
        network.outputs(point);
        network.readOutputs(out);
    }

    /** The loss of one task on every row of the mini-batch at the point of the last forward pass; 0 without a label. */
    double[] lossesByRow(HeadGroup task) {
        return network.lossesByRow(task);
    }

    /** Backward pass of one group at a point where the forward pass has been: rows, and the heads' gradients. */
    void backward(HeadGroup group, Point point, Matrix rows) {
        backward += group.count() * part();
        network.backward(group, point, rows, buffers.headGradients());
    }

    /** Backward pass of the weighted sum of all losses: one row, and each head's own, unweighted gradient. */
    void backwardSummed(Point point, double[] weights, Matrix row) {
        backward += part();
        network.backwardSummed(point, weights, row, buffers.headGradients());
    }
}
