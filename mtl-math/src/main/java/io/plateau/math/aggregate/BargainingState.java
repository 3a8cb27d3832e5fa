package io.plateau.math.aggregate;

import io.plateau.math.weighting.MethodState;
import io.plateau.math.weighting.Weighting;

/**
 * What the two methods of a {@link Bargainer} remember from step to step.
 *
 * @param loss memory of the method on the loss gradients
 * @param flat memory of the method on the flat components
 */
public record BargainingState(MethodState loss, MethodState flat) {
    /**
     * The state before the first step.
     *
     * @param onLoss method on the loss gradients
     * @param onFlat method on the flat components
     * @param tasks number of tasks K
     * @return the state
     */
    public static BargainingState initial(Weighting onLoss, Weighting onFlat, int tasks) {
        return new BargainingState(onLoss.initialState(tasks), onFlat.initialState(tasks));
    }
}
