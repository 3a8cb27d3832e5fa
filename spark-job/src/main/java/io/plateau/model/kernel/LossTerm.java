package io.plateau.model.kernel;

import java.util.Arrays;
import java.util.Objects;

/** One loss for a group of heads, with the weights that scale their cotangents. Immutable. */
public final class LossTerm {
    private final Loss loss;
    private final double huberDelta;
    private final double[] weights;

    /**
     * A term.
     *
     * @param loss the loss of every head of the group
     * @param huberDelta the threshold of {@link Loss#HUBER}, positive; otherwise unused
     * @param weights factor of each head's cotangent
     */
    public LossTerm(Loss loss, double huberDelta, double[] weights) {
        this.loss = Objects.requireNonNull(loss, "loss");
        if (loss == Loss.HUBER && !(huberDelta > 0)) {
            throw new IllegalArgumentException("Huber's delta must be positive, not " + huberDelta);
        }
        this.huberDelta = huberDelta;
        this.weights = weights.clone();
    }

    /** A term whose cotangents are not scaled. */
    public static LossTerm unweighted(Loss loss, double huberDelta, int heads) {
        double[] ones = new double[heads];
        Arrays.fill(ones, 1);
        return new LossTerm(loss, huberDelta, ones);
    }

    /** Which loss. */
    public Loss loss() {
        return loss;
    }

    /** The threshold of the Huber loss. */
    public double huberDelta() {
        return huberDelta;
    }

    /** Number of heads. */
    public int heads() {
        return weights.length;
    }

    /** Factor of the cotangent of one head. */
    public double weight(int head) {
        return weights[head];
    }
}
