package io.plateau.model;

import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.Phases.Phase;
import io.plateau.model.SecondPass.Ascent;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Arrays;

/**
 * A model at work in one task slot: the per-shard part of a step.
 *
 * <p>For every task k, with the loss L_k on the mini-batch:
 *
 * <pre>
 * g_k, h_k = gradient of L_k at theta by the shared and by the head's parameters
 * eps_k    = factor_sh T^2 g_k, factor_head T^2 h_k       (see {@link Perturbation})
 * s_k, t_k = gradient of L_k at theta + eps_k
 * f_k      = s_k - g_k
 * </pre>
 *
 * In the mode joint all tasks share one eps, from the gradient of the (weighted) sum of the losses; its norm over the heads is
 * that over all of them together. A zero gradient gives eps = 0. With radius 0 every mode gives s_k = g_k and f_k = 0, bit for
 * bit.
 *
 * <p>Parameters are never changed: perturbed points are built beside them. All buffers are kept between calls and grow with the
 * largest mini-batch. Results do not depend on what was computed before. Not thread-safe.
 */
public final class TaskGradients implements AutoCloseable {
    private final ModelSpec model;
    private final Kernels kernels;
    private final Network network;
    private final Passes passes;
    private final StepBuffers buffers;
    private final Phases phases = new Phases();

    /**
     * Builds the model on a back end.
     *
     * @param model what to compute
     * @param kernels the back end, owned by the caller and used by this thread only
     */
    public TaskGradients(ModelSpec model, Kernels kernels) {
        this(model, kernels, Kernels::allocate);
    }

    /**
     * Builds the model on a back end.
     *
     * @param model what to compute
     * @param kernels the back end, owned by the caller and used by this thread only
     * @param rows where buffers of gradient rows come from
     */
    public TaskGradients(ModelSpec model, Kernels kernels, RowBuffers rows) {
        this.model = model;
        this.kernels = kernels;
        this.buffers = new StepBuffers(model, kernels, rows, model.tasksAtOnce(kernels));
        this.network = model.network(kernels);
        this.passes = new Passes(model, network, buffers);
    }

    /** Sets theta, {@link ParameterLayout#size()} floats; they are copied. */
    public void load(float[] parameters) {
        buffers.requireParameters(parameters.length);
        kernels.write(parameters, 0, buffers.theta(), 0, parameters.length);
    }

    /** Sets theta in double precision where the back end has it. */
    public void load(double[] parameters) {
        buffers.requireParameters(parameters.length);
        kernels.write(parameters, 0, buffers.theta(), 0, parameters.length);
    }

    /**
     * Sets what tasks climb along in a request with {@link SecondPass#given()}.
     *
     * @param directions K x P numbers, then one per head parameter; they are copied
     */
    public void loadDirections(float[] directions) {
        Matrix rows = buffers.directions();
        int shared = rows.rows() * rows.columns();
        kernels.write(directions, 0, rows.buffer(), 0, shared);
        kernels.write(directions, shared, buffers.directionHeads(), 0, directions.length - shared);
    }

    /**
     * Gradients of all tasks at theta, and at their perturbed points as the request asks.
     *
     * @param batch the rows
     * @param request mode, radii, fixed weights
     * @return views into buffers of this object, valid until its next call
     */
    public ShardGradient compute(MiniBatch batch, StepRequest request) {
        phases.start();
        passes.start(batch);
        double[] losses = new double[model.tasks()];
        long[] labels = batch.labels(model.heads());
        if (request.second().isAlone()) {
            return new TaskRows(model, kernels, passes, buffers, phases, batch, request).alone(labels);
        }
        passes.forward(buffers.atTheta(), passes.groups(), losses);
        phases.end(Phase.FORWARD);
        if (request.weights().isPresent()) {
            return weighted(request, request.weights().orElseThrow(), labels, losses);
        }
        boolean jointly = request.mode() == SharpnessMode.JOINT
                || (request.mode() == SharpnessMode.DIRECT && request.second().ascent() == Ascent.MEAN);
        return jointly
                ? joint(request, labels, losses)
                : new TaskRows(model, kernels, passes, buffers, phases, batch, request).compute(labels, losses);
    }

    /** Hands the rows of the last call over: its caller owns their buffers now, and the next call takes others. */
    public void handOverRows() {
        buffers.handOverRows();
    }

    /**
     * Losses of all tasks at theta.
     *
     * @param batch the rows
     * @return L_k, 0 for a task without a labelled row
     */
    public double[] losses(MiniBatch batch) {
        double[] losses = new double[model.tasks()];
        passes.start(batch);
        passes.forward(buffers.atTheta(), passes.groups(), losses);
        return losses;
    }

    /**
     * Raw outputs of all heads at theta (logits for classifiers).
     *
     * @param batch the rows; the targets are not looked at and may be NaN
     * @param out receives rows x outputs of all heads, row-major
     */
    public void predict(MiniBatch batch, float[] out) {
        passes.start(batch);
        passes.outputs(buffers.atTheta(), out);
    }

    /** One backward pass for the weighted sum of the losses; at its perturbed point in the mode joint. */
    private ShardGradient weighted(StepRequest request, double[] weights, long[] labels, double[] losses) {
        Matrix row = buffers.lossRows(1);
        passes.backwardSummed(buffers.atTheta(), weights, row);
        phases.end(Phase.LOSS_GRADIENTS);
        double[] perturbedLosses = new double[0];
        if (request.mode() == SharpnessMode.JOINT) {
            perturbedLosses = new double[model.tasks()];
            jointly(request, weights, row, perturbedLosses);
            passes.backwardSummed(buffers.perturbed(1), weights, row);
            phases.end(Phase.PERTURBED_GRADIENTS);
        }
        return new ShardGradient(
                row, null, buffers.headGradients(), null, losses, perturbedLosses, labels, phases.seconds(), passes);
    }

    /** The rows of all tasks at the one perturbed point of the summed loss. */
    private ShardGradient joint(StepRequest request, long[] labels, double[] losses) {
        double[] ones = new double[model.tasks()];
        Arrays.fill(ones, 1);
        Matrix summed = buffers.lossRows(1);
        passes.backwardSummed(buffers.atTheta(), ones, summed);
        phases.end(Phase.LOSS_GRADIENTS);
        double[] perturbedLosses = new double[model.tasks()];
        jointly(request, ones, summed, perturbedLosses);
        Matrix rows = buffers.lossRows(model.tasks());
        for (HeadGroup group : passes.groups()) {
            passes.backward(group, buffers.perturbed(1), rows.rows(group.first(), group.count()));
        }
        phases.end(Phase.PERTURBED_GRADIENTS);
        return new ShardGradient(
                rows, null, buffers.headGradients(), null, losses, perturbedLosses, labels, phases.seconds(), passes);
    }

    /** Perturbs all tasks by one gradient and runs the forward pass there. */
    private void jointly(StepRequest request, double[] weights, Matrix row, double[] perturbedLosses) {
        Point perturbed = buffers.perturbed(1);
        new Perturbing(kernels, request.perturbation())
                .jointly(passes.groups(), weights, buffers.atTheta(), row, buffers.headGradients(), perturbed);
        passes.forward(perturbed, passes.groups(), perturbedLosses);
    }

    /** What the last call left behind: parameters beside theta, gradients. */
    StepBuffers buffers() {
        return buffers;
    }

    @Override
    public void close() {
        network.close();
        buffers.close();
    }
}
