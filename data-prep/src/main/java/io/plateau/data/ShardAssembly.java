package io.plateau.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Cuts the rows of one input partition into a block per shard, and joins the blocks of a shard. The rank of a row gives both its
 * shard (rank mod shards) and its place in it (rank / shards), so the order in which blocks arrive does not matter.
 */
final class ShardAssembly implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Scaling features;
    private final Scaling targets;
    private final long rows;
    private final int shards;
    private final long from;

    /** The rows from a rank on, which becomes 0. */
    ShardAssembly(Scaling features, Scaling targets, long from, long rows, int shards) {
        this.from = from;
        this.features = features;
        this.targets = targets;
        this.rows = rows;
        this.shards = shards;
    }

    Iterator<Tuple2<Integer, ShardBlock>> cut(Iterator<InternalRow> source) {
        ShardBlock.Builder[] builders = new ShardBlock.Builder[shards];
        while (source.hasNext()) {
            InternalRow row = source.next();
            long rank = row.getLong(1) - from;
            int shard = (int) (rank % shards);
            if (builders[shard] == null) {
                builders[shard] = new ShardBlock.Builder(features.width(), targets.width());
            }
            builders[shard].add(
                    rank / shards,
                    row.getLong(0),
                    row.getArray(2).toFloatArray(),
                    row.getArray(3).toFloatArray());
        }
        List<Tuple2<Integer, ShardBlock>> blocks = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            if (builders[shard] != null) {
                blocks.add(new Tuple2<>(shard, builders[shard].build()));
            }
        }
        return blocks.iterator();
    }

    Iterator<Shard> join(Integer shard, Iterator<Tuple2<Integer, ShardBlock>> blocks) {
        int size = Math.toIntExact((rows - shard + shards - 1) / shards);
        int width = features.width();
        int outputs = targets.width();
        float[] x = new float[Math.multiplyExact(size, width)];
        float[] y = new float[Math.multiplyExact(size, outputs)];
        long[] ids = new long[size];
        int filled = 0;
        while (blocks.hasNext()) {
            ShardBlock block = blocks.next()._2();
            for (int i = 0; i < block.rows(); i++) {
                int place = (int) block.place(i);
                block.copyRow(i, x, place * width, y, place * outputs);
                ids[place] = block.id(i);
                filled++;
            }
        }
        if (filled != size) {
            throw incomplete(shard, filled, size);
        }
        for (int i = 0; i < size; i++) {
            features.apply(x, i * width);
            targets.apply(y, i * outputs);
        }
        return List.of(new Shard(shard, width, outputs, x, y, ids)).iterator();
    }

    static DataProblem incomplete(int shard, int filled, int size) {
        return new DataProblem("shard " + shard + ": " + filled + " rows in the Parquet files where " + size
                + " were written. Prepare the dataset again.");
    }
}
