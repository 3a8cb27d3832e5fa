package io.plateau.math.aggregate;

import io.plateau.math.weighting.Outcome;
import java.util.Optional;

/**
 * The result of one step's bargaining: the direction is {@code sum_k lossWeights_k g_k + sum_k flatWeights_k f_k}.
 *
 * <p>All arrays, also those inside the outcomes, have length K, with 0 for a task that is absent from the batch. Where an
 * outcome is {@link Outcome.ParetoStationary} the weights of its part are 0; where it is {@link Outcome.NotConverged} they are
 * those of the last iterate, and the run's policy decides whether they are used.
 *
 * @param loss outcome on the loss gradients
 * @param flat outcome on the flat components before scaling; empty when the step has no flat part of its own (no flat Gram
 *     matrix, a zero one, or {@link FlatScale#LOSS_WEIGHTS})
 * @param lossWeights weights of the loss gradients
 * @param flatWeights weights of the flat components, the flat scale included
 * @param next state for the next step
 */
public record Bargain(
        Outcome loss, Optional<Outcome> flat, double[] lossWeights, double[] flatWeights, BargainingState next) {}
