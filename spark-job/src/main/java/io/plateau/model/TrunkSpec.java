package io.plateau.model;

import io.plateau.model.kernel.Kernels;
import io.plateau.model.layer.Trunk;

/** A model of this program: a trunk shared by all tasks, and one linear head per task on its representation. */
abstract class TrunkSpec extends ModelSpec {
    private static final long serialVersionUID = 1L;

    /** Length of the representation that the heads read. */
    public abstract int representation();

    /** The trunk at work on one back end. */
    abstract Trunk trunk(Kernels kernels);

    @Override
    final int tasksAtOnce(Kernels kernels) {
        return Math.min(tasks(), kernels.preferredMembers());
    }

    @Override
    final Network network(Kernels kernels) {
        return new TrunkNetwork(this, kernels, tasksAtOnce(kernels));
    }

    @Override
    final Scorer scorer(Kernels kernels, int rows) {
        return new TrunkScorer(this, kernels, rows);
    }
}
