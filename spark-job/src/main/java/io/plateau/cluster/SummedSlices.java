package io.plateau.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** The sums over all shards of each slice, at its owner. */
final class SummedSlices extends Mapped<Tuple2<Integer, SliceBlock>, SummedSlice> {
    private static final long serialVersionUID = 1;

    private final SlotSource slots;
    private final int[] bounds;
    private final boolean weighted;

    /**
     * Sums.
     *
     * @param blocks partition i has the blocks of slice i
     * @param bounds the first coordinate of every slice, then their number
     * @param weighted whether there is one row for all tasks
     */
    SummedSlices(RDD<Tuple2<Integer, SliceBlock>> blocks, SlotSource slots, int[] bounds, boolean weighted) {
        super(blocks, SummedSlice.class);
        this.slots = slots;
        this.bounds = bounds;
        this.weighted = weighted;
    }

    @Override
    List<SummedSlice> of(int part, Iterator<Tuple2<Integer, SliceBlock>> arriving) {
        List<SliceBlock> blocks = new ArrayList<>();
        arriving.forEachRemaining(block -> blocks.add(block._2()));
        blocks.sort(Comparator.comparingInt(SliceBlock::shard));
        List<ShardFacts> shards = blocks.stream().map(SliceBlock::facts).toList();
        List<double[]> shares = StepLosses.of(shards).shares(shards);
        List<ShardRows> lossRows = SliceBlock.lossRows(blocks);
        return slots.use(slot -> {
            try (SliceSum sum =
                    new SliceSum(slot.kernels(), slot.rows(), slot.layout(), bounds[part], bounds[part + 1])) {
                RowSlice slice = sum.sum(lossRows, SliceBlock.flatRows(blocks), shares, weighted);
                boolean hasLoss = !lossRows.isEmpty();
                return List.of(new SummedSlice(slice, hasLoss, new SliceFacts(slice, hasLoss, part == 0, blocks)));
            }
        });
    }
}
