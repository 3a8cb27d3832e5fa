package io.plateau.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Some columns of the sketches of the summed rows, in double as a sum on the driver would be. Crosses the wire. */
final class SummedSketch implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<ShardFacts> shards;
    private final int columns;
    private final double[] loss;
    private final double[] flat;
    private final long exchanged;

    /**
     * Adds, in the order of the shards.
     *
     * @param blocks of all shards, in their order
     * @param shares per shard, what it counts for every row
     * @param first whether it is the first part, which tells what the shards have to say
     */
    SummedSketch(List<SketchBlock> blocks, List<double[]> shares, boolean first) {
        columns = blocks.get(0).columns();
        int rows = shares.get(0).length;
        loss = new double[rows * columns];
        flat = blocks.get(0).hasFlat() ? new double[loss.length] : null;
        for (int shard = 0; shard < blocks.size(); shard++) {
            blocks.get(shard).addLoss(shares.get(shard), loss);
            if (flat != null) {
                blocks.get(shard).addFlat(shares.get(shard), flat);
            }
        }
        shards = new ArrayList<>(first ? blocks.stream().map(SketchBlock::facts).toList() : List.of());
        exchanged = blocks.stream().mapToLong(SketchBlock::bytes).sum();
    }

    /** What the shards have to say, in their order; empty for all parts but the first. */
    List<ShardFacts> shards() {
        return shards;
    }

    double[] loss() {
        return loss;
    }

    /** Null where there are no flatness components. */
    double[] flat() {
        return flat;
    }

    /** Copies a part of the rows to its place, from column {@code at} on, in whole rows; the column after it. */
    int copy(double[] part, double[] whole, int at) {
        int rows = part.length / columns;
        int width = whole.length / rows;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(part, row * columns, whole, row * width + at, columns);
        }
        return at + columns;
    }

    /** Bytes that came from the shards to the owner of these columns. */
    long exchanged() {
        return exchanged;
    }

    /** What the sums take on the wire. */
    long bytes() {
        return (long) Double.BYTES * (loss.length + (flat == null ? 0 : flat.length));
    }
}
