package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Matrix;
import java.util.List;

/** Perturbs the tasks of a group and takes their gradients there. */
interface PerturbedPass {

    /**
     * The gradients of a group at its perturbed points.
     *
     * @param group some tasks
     * @param rows what they climb along, one row per task
     * @param headRows the same for the heads; may be the buffer of the head gradients
     * @param s receives s_k; may be {@code rows}. The heads' t_k go to the buffer of the head gradients
     * @param losses receives L_k at the perturbed points
     */
    void compute(HeadGroup group, Matrix rows, Buffer headRows, Matrix s, double[] losses);

    /** SAM (arXiv 2010.01412): both passes on the whole mini-batch. */
    record Whole(Passes passes, StepBuffers buffers, Perturbing perturbing) implements PerturbedPass {
        @Override
        public void compute(HeadGroup group, Matrix rows, Buffer headRows, Matrix s, double[] losses) {
            Point perturbed = buffers.perturbed(group.count());
            perturbing.perTask(group, buffers.atTheta(), rows, headRows, perturbed);
            passes.forward(perturbed, List.of(group), losses);
            passes.backward(group, perturbed, s);
        }
    }
}
