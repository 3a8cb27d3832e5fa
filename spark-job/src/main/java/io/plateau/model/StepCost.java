package io.plateau.model;

import io.plateau.math.sharpness.SharpnessMode;

/** What a step must cost: the floating-point operations of its matrix products. */
public final class StepCost {
    private StepCost() {}

    /**
     * Operations (multiplications and additions) in the products of the trunk; all else is not counted.
     *
     * @param model what is trained
     * @param request the kind of step
     * @param rows rows of the mini-batch
     */
    public static double operations(ModelSpec model, StepRequest request, int rows) {
        double forward = model.forwardOperations(rows);
        double backward = model.backwardOperations(rows);
        int tasks = model.tasks();
        boolean weighted = request.weights().isPresent();
        if (request.mode() == SharpnessMode.NONE) {
            return forward + (weighted ? 1 : tasks) * backward;
        }
        if (request.mode() == SharpnessMode.JOINT) {
            return 2 * forward + (weighted ? 2 : 1 + tasks) * backward;
        }
        return (1 + tasks) * forward + 2 * tasks * backward;
    }
}
