package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * First-order flatness (GAM, arXiv 2303.03108): the gradient of {@code rho max ||grad L_k||} over the ball of radius rho. With r the
 * step of the Hessian products and every gradient scaled to length 1 in the norm of the perturbation (parameters whose radius is 0
 * stay where they are):
 *
 * <pre>
 * a       = grad L_k(theta + r g / ||g||) - g           about r H g / ||g||, uphill for the gradient's norm
 * theta'  = theta + rho a / ||a||
 * g'      = grad L_k(theta')
 * f_k     = rho / r (grad L_k(theta' + r g' / ||g'||) - g')
 * </pre>
 *
 * On a quadratic with Hessian H it is {@code rho H g' / ||g'||}. Four gradients in all, three of them here. The perturbed loss is that
 * at theta'. Where g or a is zero the point stays.
 */
final class GradientNormPass {
    private final Kernels kernels;
    private final Passes passes;
    private final StepBuffers buffers;
    private final Perturbing climb;
    private final Perturbing probe;
    private final double sharedScale;
    private final double headScale;

    /**
     * A pass.
     *
     * @param climb perturbs by rho
     * @param probe perturbs by r
     * @param sharedScale rho / r of the shared parameters
     * @param headScale rho / r of the heads
     */
    GradientNormPass(
            Kernels kernels,
            Passes passes,
            StepBuffers buffers,
            Perturbing climb,
            Perturbing probe,
            double sharedScale,
            double headScale) {
        this.kernels = kernels;
        this.passes = passes;
        this.buffers = buffers;
        this.climb = climb;
        this.probe = probe;
        this.sharedScale = sharedScale;
        this.headScale = headScale;
    }

    /**
     * The flat components of a group.
     *
     * @param g its g_k; the buffer of the head gradients holds h_k on entry and h_k plus the flat part of the head on return
     * @param f receives f_k
     * @param losses receives L_k(theta')
     */
    void compute(HeadGroup group, Matrix g, Matrix f, double[] losses) {
        double[] ignored = new double[losses.length];
        Buffer heads = buffers.headGradients();
        Matrix h = Heads.rows(heads, 0, group);
        Matrix kept = Heads.rows(buffers.lossHeads(), 0, group);
        Point point = buffers.perturbed(group.count());
        Point adversarial = buffers.secondPoint(group.count());

        probe.perTask(group, buffers.atTheta(), g, heads, point);
        gradient(group, point, f, ignored);
        kernels.subtract(f, g);
        kernels.subtract(h, kept);
        climb.perTask(group, buffers.atTheta(), f, heads, adversarial);

        Matrix there = buffers.spareRows(group.count());
        gradient(group, adversarial, there, losses);
        Matrix headThere = Heads.rows(buffers.spareHeads(), 0, group);
        kernels.copy(h, headThere);
        probe.perTask(group, adversarial, there, heads, point);
        gradient(group, point, f, ignored);
        kernels.subtract(f, there);
        kernels.subtract(h, headThere);
        scale(f, sharedScale, there);
        scale(h, headScale, headThere);
        kernels.accumulate(ones(group.count()), kept, h);
    }

    private void gradient(HeadGroup group, Point point, Matrix rows, double[] losses) {
        passes.forward(point, List.of(group), losses);
        passes.backward(group, point, rows);
    }

    /** {@code rows = factor rows}, through a window of the same shape. */
    private void scale(Matrix rows, double factor, Matrix spare) {
        double[] factors = new double[rows.rows()];
        Arrays.fill(factors, factor);
        kernels.copy(rows, spare);
        kernels.fill(rows, 0);
        kernels.accumulate(factors, spare, rows);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
