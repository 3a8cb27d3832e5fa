package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Matrix;

/**
 * A point in parameter space, or one per task.
 *
 * @param shared rows of shared parameters: one for all tasks, or one per task of a group
 * @param heads where the parameters of all heads lie
 * @param headsAt position of the first head in that buffer
 * @param perturbed whether it lies beside theta
 */
record Point(Matrix shared, Buffer heads, long headsAt, boolean perturbed) {

    /** The head parameters of a group, one row per task. */
    Matrix heads(HeadGroup group) {
        return Heads.rows(heads, headsAt, group);
    }
}
