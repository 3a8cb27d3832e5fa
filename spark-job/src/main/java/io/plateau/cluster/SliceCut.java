package io.plateau.cluster;

import io.plateau.model.SecondPass;
import io.plateau.model.ShardGradient;
import io.plateau.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Cuts the rows of a shard at the bounds of the slices' owners. */
final class SliceCut implements GradientJob.Use<List<SliceBlock>> {
    private static final long serialVersionUID = 1;

    private final SecondPass second;
    private final int[] bounds;
    private final boolean half;

    /**
     * A cut.
     *
     * @param second which tasks have flat rows
     * @param bounds the first coordinate of every slice, then their number
     * @param half whether rows are rounded on their way
     */
    SliceCut(SecondPass second, int[] bounds, boolean half) {
        this.second = second;
        this.bounds = bounds;
        this.half = half;
    }

    @Override
    public List<SliceBlock> of(Slot slot, int shard, ShardGradient gradient) {
        ShardFacts facts = new ShardFacts(shard, gradient, slot.kernels());
        Matrix loss = gradient.lossRows();
        Matrix flat = gradient.flatRows();
        int[] all = loss == null ? null : ShardRows.all(loss);
        int[] chosen = flat == null ? null : ShardResult.flatTasks(flat, second);
        List<SliceBlock> blocks = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.length; i++) {
            blocks.add(new SliceBlock(facts, sent(slot, loss, all, i), sent(slot, flat, chosen, i)));
        }
        return blocks;
    }

    private ShardRows.Sent sent(Slot slot, Matrix rows, int[] tasks, int i) {
        return rows == null
                ? null
                : new ShardRows.Sent(slot.kernels(), rows, tasks, bounds[i], bounds[i + 1] - bounds[i], half);
    }
}
