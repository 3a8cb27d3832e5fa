package io.plateau.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The shuffle by which the owner of some coordinates gets them from every shard. */
final class Exchange {

    private Exchange() {}

    /**
     * Brings the blocks of each part together: partition r of the result has those of part r from all shards, in any order.
     *
     * @param parts number of parts
     */
    static <B> RDD<Tuple2<Integer, B>> of(RDD<Tuple2<Integer, B>> blocks, int parts) {
        ClassTag<B> any = tag(Object.class);
        // It sends the number r to partition r.
        HashPartitioner owners = new HashPartitioner(parts);
        return new ShuffledRDD<Integer, B, B>(blocks, owners, tag(Integer.class), any, any)
                .setSerializer(new JavaSerializer(blocks.conf()));
    }

    @SuppressWarnings("unchecked")
    private static <V> ClassTag<V> tag(Class<?> type) {
        return (ClassTag<V>) ClassTag$.MODULE$.apply(type);
    }

    /**
     * What every element of a partition gives for each part.
     *
     * @param <T> the elements
     * @param <B> a block
     */
    static final class Blocks<T, B> extends Mapped<T, Tuple2<Integer, B>> {
        private static final long serialVersionUID = 1;

        private final Cut<T, B> cut;

        Blocks(RDD<T> parent, Cut<T, B> cut) {
            super(parent, Tuple2.class);
            this.cut = cut;
        }

        @Override
        List<Tuple2<Integer, B>> of(int partition, Iterator<T> parent) {
            List<Tuple2<Integer, B>> numbered = new ArrayList<>();
            for (B block : cut.of(parent.next())) {
                numbered.add(new Tuple2<>(numbered.size(), block));
            }
            return numbered;
        }
    }

    /** Cuts an element into one block per part, in their order. */
    interface Cut<T, B> extends Serializable {
        List<B> of(T element);
    }
}
