package io.plateau.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Some coordinates of the rows of one shard, on their way to the reducer that adds them up. */
final class SliceBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final ShardFacts facts;
    private final ShardRows.Sent lossRows;
    private final ShardRows.Sent flatRows;

    /**
     * A block.
     *
     * @param lossRows null where only the perturbed rows were asked for
     * @param flatRows null where there are no flatness components
     */
    SliceBlock(ShardFacts facts, ShardRows.Sent lossRows, ShardRows.Sent flatRows) {
        this.facts = facts;
        this.lossRows = lossRows;
        this.flatRows = flatRows;
    }

    int shard() {
        return facts.shard();
    }

    ShardFacts facts() {
        return facts;
    }

    long bytes() {
        long rows = Stream.of(lossRows, flatRows)
                .filter(Objects::nonNull)
                .mapToLong(ShardRows::bytes)
                .sum();
        return rows + facts.cost().bytesReceived();
    }

    /** The sum of squares of what rounding lost. */
    double lost() {
        return (lossRows == null ? 0 : lossRows.lost()) + (flatRows == null ? 0 : flatRows.lost());
    }

    static List<ShardRows> lossRows(List<SliceBlock> blocks) {
        return blocks.stream()
                .<ShardRows>map(block -> block.lossRows)
                .filter(Objects::nonNull)
                .toList();
    }

    static List<ShardRows> flatRows(List<SliceBlock> blocks) {
        return blocks.stream()
                .<ShardRows>map(block -> block.flatRows)
                .filter(Objects::nonNull)
                .toList();
    }
}
