package io.plateau.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What the driver learns of some coordinates of the summed rows: numbers of the size K x K per grain. Crosses the wire. */
final class SliceFacts implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<double[]> gram;
    private final ArrayList<double[]> flatGram;
    private final ArrayList<ShardFacts> shards;
    private final long exchanged;
    private final double[] lost;

    /**
     * Facts.
     *
     * @param slice the sums
     * @param hasLoss whether there are loss rows
     * @param first whether it is the first slice, which tells what the shards have to say
     * @param blocks what was summed, in the order of the shards
     */
    SliceFacts(RowSlice slice, boolean hasLoss, boolean first, List<SliceBlock> blocks) {
        gram = new ArrayList<>(hasLoss ? slice.gram() : List.of());
        flatGram = new ArrayList<>(slice.hasFlat() ? slice.flatGram() : List.of());
        shards = new ArrayList<>(first ? blocks.stream().map(SliceBlock::facts).toList() : List.of());
        exchanged = blocks.stream().mapToLong(SliceBlock::bytes).sum();
        lost = blocks.stream().mapToDouble(SliceBlock::lost).toArray();
    }

    List<double[]> gram() {
        return gram;
    }

    List<double[]> flatGram() {
        return flatGram;
    }

    /** What the shards have to say, in their order; empty for all slices but the first. */
    List<ShardFacts> shards() {
        return shards;
    }

    /** Per shard, the sum of squares of what rounding lost on its way. */
    double[] lost() {
        return lost;
    }

    /** Bytes that came from the shards to the slice's owner. */
    long exchanged() {
        return exchanged;
    }

    /** What these facts take on the wire. */
    long bytes() {
        long numbers = 0;
        for (double[] part : gram) {
            numbers += part.length;
        }
        for (double[] part : flatGram) {
            numbers += part.length;
        }
        return Double.BYTES * numbers;
    }
}
