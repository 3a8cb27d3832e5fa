package io.plateau.data;

import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/** All partitions in one, in their order: Spark's own coalescer promises none. */
final class OneAfterAnother implements PartitionCoalescer, scala.Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public PartitionGroup[] coalesce(int most, RDD<?> parent) {
        PartitionGroup all = new PartitionGroup(Option.empty());
        for (Partition partition : parent.partitions()) {
            all.partitions().$plus$eq(partition);
        }
        return new PartitionGroup[] {all};
    }
}
