package io.plateau.math.weighting;

import io.plateau.math.linalg.Gram;

/** Adds unit gradients: w_k = 1 / |g_k|, and 0 for a gradient of length 0. */
final class UnitGradients implements Weighting {
    static final MethodCard CARD = MethodCard.of("unit", "Unit gradients", "w_k = 1/|g_k|", "-")
            .with(Property.PERMUTATION_EQUIVARIANT, Property.WEIGHTED);

    @Override
    public String name() {
        return CARD.name();
    }

    @Override
    public Needs needs() {
        return Needs.GRAM;
    }

    @Override
    public double degree() {
        return 0;
    }

    @Override
    public Outcome weigh(Statistics statistics, MethodState state) {
        Gram gram = statistics.requiredGram();
        double[] weights = new double[gram.tasks()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = gram.norm(k) > 0 ? 1 / gram.norm(k) : 0;
        }
        return new Outcome.Agreement(weights, 0, 0, state);
    }
}
