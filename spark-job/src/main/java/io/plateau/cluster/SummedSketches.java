package io.plateau.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** The sums of the shards' sketches, part by part: a sketch of sums is the sum of sketches. */
final class SummedSketches extends Mapped<Tuple2<Integer, SketchBlock>, SummedSketch> {
    private static final long serialVersionUID = 1;

    private final boolean weighted;

    /**
     * Sums.
     *
     * @param blocks partition i has the blocks of part i
     * @param weighted whether there is one row for all tasks
     */
    SummedSketches(RDD<Tuple2<Integer, SketchBlock>> blocks, boolean weighted) {
        super(blocks, SummedSketch.class);
        this.weighted = weighted;
    }

    @Override
    List<SummedSketch> of(int part, Iterator<Tuple2<Integer, SketchBlock>> arriving) {
        List<SketchBlock> blocks = new ArrayList<>();
        arriving.forEachRemaining(block -> blocks.add(block._2()));
        blocks.sort(Comparator.comparingInt(SketchBlock::shard));
        List<ShardFacts> shards = blocks.stream().map(SketchBlock::facts).toList();
        return List.of(new SummedSketch(blocks, StepLosses.of(shards).rowShares(shards, weighted), part == 0));
    }
}
