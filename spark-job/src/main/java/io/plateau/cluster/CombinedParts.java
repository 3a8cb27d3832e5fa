package io.plateau.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** The shards' vectors added up part by part, in the order of the shards. */
final class CombinedParts extends Mapped<Tuple2<Integer, Combination.Part>, WireFloats> {
    private static final long serialVersionUID = 1;

    CombinedParts(RDD<Tuple2<Integer, Combination.Part>> parts) {
        super(parts, WireFloats.class);
    }

    @Override
    List<WireFloats> of(int partition, Iterator<Tuple2<Integer, Combination.Part>> arriving) {
        List<Combination.Part> parts = new ArrayList<>();
        arriving.forEachRemaining(part -> parts.add(part._2()));
        parts.sort(Comparator.comparingInt(Combination.Part::shard));
        float[] sum = parts.get(0).values().clone();
        for (Combination.Part part : parts.subList(1, parts.size())) {
            float[] values = part.values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return List.of(new WireFloats(sum));
    }
}
