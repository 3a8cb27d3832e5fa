package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import java.util.Optional;

/** What the sums of all reductions have in common: wherever the rows are, losses and the heads' gradients are on the driver. */
abstract class GradientSums implements ShardGradients {
    private final StepLosses losses;
    private final HeadGradients heads;

    GradientSums(StepLosses losses, HeadGradients heads) {
        this.losses = losses;
        this.heads = heads;
    }

    final StepLosses stepLosses() {
        return losses;
    }

    final HeadGradients headGradients() {
        return heads;
    }

    /** The shard and the task, once something is known to be wrong. */
    abstract Optional<NonFinite> search();

    @Override
    public final Optional<NonFinite> firstNonFinite() {
        boolean fine = losses.isFinite()
                && gram().isFinite()
                && flatGram().map(Gram::isFinite).orElse(true)
                && ShardFacts.isFinite(heads.ofStep(), 0, heads.ofStep().length);
        return fine ? Optional.empty() : search();
    }

    @Override
    public final double[] losses() {
        return losses.losses();
    }

    @Override
    public final double[] perturbedLosses() {
        return losses.perturbedLosses();
    }

    @Override
    public final long[] labels() {
        return losses.labels();
    }

    @Override
    public final boolean[] present() {
        return losses.present();
    }

    @Override
    public final float[] heads() {
        return heads.ofStep();
    }

    @Override
    public final float[] lossHeads() {
        return heads.atTheta();
    }
}
