package io.plateau.model;

import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.Phases.Phase;
import io.plateau.model.SecondPass.Ascent;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Arrays;

/** One step of {@link TaskGradients} that gives every task a row of its own: the gradients at theta, then those at perturbed points. */
final class TaskRows {
    private final ModelSpec model;
    private final Kernels kernels;
    private final Passes passes;
    private final StepBuffers buffers;
    private final Phases phases;
    private final MiniBatch batch;
    private final StepRequest request;
    private final SecondPass second;
    private final Perturbing perturbing;

    TaskRows(
            ModelSpec model,
            Kernels kernels,
            Passes passes,
            StepBuffers buffers,
            Phases phases,
            MiniBatch batch,
            StepRequest request) {
        this.model = model;
        this.kernels = kernels;
        this.passes = passes;
        this.buffers = buffers;
        this.phases = phases;
        this.batch = batch;
        this.request = request;
        second = request.second();
        perturbing = new Perturbing(kernels, request.perturbation());
    }

    /** The rows, after the forward pass at theta. */
    ShardGradient compute(long[] labels, double[] losses) {
        SharpnessMode mode = request.mode();
        boolean decomposed = mode == SharpnessMode.DECOMPOSED;
        Matrix rows = buffers.lossRows(model.tasks());
        EstimatedAscent estimates =
                second.ascent() == Ascent.ZEROTH_ORDER && mode != SharpnessMode.NONE ? estimates() : null;
        double[][] before = second.subset().isPresent() ? lossesByRow() : null;
        if (mode == SharpnessMode.NONE || decomposed || second.ascent() == Ascent.OWN) {
            for (HeadGroup group : passes.groups()) {
                passes.backward(group, buffers.atTheta(), rows.rows(group.first(), group.count()));
            }
            phases.end(Phase.LOSS_GRADIENTS);
        }
        if (mode == SharpnessMode.NONE) {
            return new ShardGradient(
                    rows, null, buffers.headGradients(), null, losses, new double[0], labels, phases.seconds(), passes);
        }
        // In the mode direct s_k takes the place of g_k, which has done its work.
        Matrix s = decomposed ? buffers.flatRows() : rows;
        copyHeads();
        double[] perturbedLosses = losses.clone();
        if (second.ascent() == Ascent.MEAN) {
            aroundTheMean(rows, buffers.headGradients(), s, perturbedLosses);
        } else if (second.gradientNormStep() > 0) {
            ofTheNorm(rows, s, perturbedLosses);
        } else {
            perturbed(pass(before), estimates, s, perturbedLosses);
        }
        if (decomposed && second.gradientNormStep() == 0) {
            subtractLossRows(rows, s);
        }
        phases.end(Phase.PERTURBED_GRADIENTS);
        return new ShardGradient(
                rows,
                decomposed ? s : null,
                buffers.headGradients(),
                decomposed ? buffers.lossHeads() : null,
                losses,
                perturbedLosses,
                labels,
                phases.seconds(),
                passes);
    }

    /** The perturbed rows along given directions and nothing else. */
    ShardGradient alone(long[] labels) {
        double[] perturbedLosses = new double[model.tasks()];
        Matrix s = buffers.flatRows();
        kernels.fill(s, 0);
        kernels.fill(heads(buffers.headGradients()), 0);
        double[][] before = null;
        if (second.subset().isPresent()) {
            passes.forward(buffers.atTheta(), passes.groups(), new double[model.tasks()]);
            before = lossesByRow();
        }
        if (second.ascent() == Ascent.MEAN) {
            aroundTheMean(buffers.directions(), buffers.directionHeads(), s, perturbedLosses);
        } else {
            perturbed(pass(before), null, s, perturbedLosses);
        }
        phases.end(Phase.PERTURBED_GRADIENTS);
        double[] none = new double[model.tasks()];
        return new ShardGradient(
                null, s, buffers.headGradients(), null, none, perturbedLosses, labels, phases.seconds(), passes);
    }

    private PerturbedPass pass(double[][] before) {
        return second.subset()
                .<PerturbedPass>map(part -> new SubsetPass(kernels, passes, buffers, perturbing, part, batch, before))
                .orElseGet(() -> new PerturbedPass.Whole(passes, buffers, perturbing));
    }

    /** Second gradients of the chosen tasks, group by group, each along its own direction. */
    private void perturbed(PerturbedPass pass, EstimatedAscent estimates, Matrix s, double[] losses) {
        Matrix lossRows = second.isAlone() ? null : buffers.lossRows(model.tasks());
        for (HeadGroup all : passes.groups()) {
            for (HeadGroup group : all.chosen(second)) {
                Matrix target = s.rows(group.first(), group.count());
                Matrix directions = target;
                Buffer headDirections = buffers.headGradients();
                switch (second.ascent()) {
                    case OWN -> directions = lossRows.rows(group.first(), group.count());
                    case GIVEN -> {
                        directions = buffers.directions().rows(group.first(), group.count());
                        headDirections = buffers.directionHeads();
                    }
                    case ZEROTH_ORDER -> {
                        estimates.into(group, target);
                        headDirections = buffers.spareHeads();
                    }
                    case MEAN -> throw new IllegalStateException("one perturbation serves all tasks");
                }
                pass.compute(group, directions, headDirections, target, losses);
            }
        }
    }

    /** G-SAM: all tasks at the one point up the mean loss; the first flat row holds its gradient until it is needed itself. */
    private void aroundTheMean(Matrix rows, Buffer headRows, Matrix s, double[] losses) {
        double[] ones = new double[model.tasks()];
        Arrays.fill(ones, 1);
        Matrix sum = s.rows(0, 1);
        kernels.weightedSum(ones, rows, 0, sum);
        Point perturbed = buffers.perturbed(1);
        perturbing.jointly(passes.groups(), ones, buffers.atTheta(), sum, headRows, perturbed);
        passes.forward(perturbed, passes.groups(), losses);
        for (HeadGroup all : passes.groups()) {
            for (HeadGroup group : all.chosen(second)) {
                passes.backward(group, perturbed, s.rows(group.first(), group.count()));
            }
        }
    }

    private void ofTheNorm(Matrix rows, Matrix f, double[] losses) {
        double r = second.gradientNormStep();
        Perturbation radii = request.perturbation();
        Perturbation probe = new Perturbation(
                radii.rhoShared() > 0 ? r : 0, radii.rhoHead() > 0 ? r : 0, radii.adaptive(), radii.scope());
        GradientNormPass pass = new GradientNormPass(
                kernels,
                passes,
                buffers,
                perturbing,
                new Perturbing(kernels, probe),
                radii.rhoShared() / r,
                radii.rhoHead() / r);
        kernels.fill(f, 0);
        for (HeadGroup all : passes.groups()) {
            for (HeadGroup group : all.chosen(second)) {
                Matrix g = rows.rows(group.first(), group.count());
                pass.compute(group, g, f.rows(group.first(), group.count()), losses);
            }
        }
    }

    private EstimatedAscent estimates() {
        double[] mean = new double[model.tasks()];
        Arrays.fill(mean, 1.0 / model.tasks());
        Matrix row = buffers.lossRows(1);
        passes.backwardSummed(buffers.atTheta(), mean, row);
        phases.end(Phase.LOSS_GRADIENTS);
        return new EstimatedAscent(kernels, passes, buffers, model.layout(), second.estimate(), row);
    }

    private double[][] lossesByRow() {
        double[][] losses = new double[model.tasks()][];
        for (HeadGroup group : passes.groups()) {
            for (int i = 0; i < group.count(); i++) {
                losses[group.first() + i] = passes.lossesByRow(group.alone(i));
            }
        }
        return losses;
    }

    private void copyHeads() {
        kernels.copy(heads(buffers.headGradients()), heads(buffers.lossHeads()));
    }

    private Matrix heads(Buffer buffer) {
        return Matrix.dense(buffer, 0, 1, model.layout().heads());
    }

    /** f_k = s_k - g_k, and 0 where there is no s_k. */
    private void subtractLossRows(Matrix rows, Matrix s) {
        for (int task = 0; task < model.tasks(); task++) {
            if (second.includes(task)) {
                kernels.subtract(s.rows(task, 1), rows.rows(task, 1));
            } else {
                kernels.fill(s.rows(task, 1), 0);
            }
        }
    }
}
