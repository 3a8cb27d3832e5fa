package io.plateau.cluster;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What becomes of each partition of another RDD. A class and not a lambda, for the reason that {@link JobTask} gives.
 *
 * @param <T> elements of the other
 * @param <U> elements of this
 */
abstract class Mapped<T, U> extends RDD<U> {
    private static final long serialVersionUID = 1;

    Mapped(RDD<T> parent, Class<?> type) {
        super(parent, tag(type));
    }

    @SuppressWarnings("unchecked")
    private static <V> ClassTag<V> tag(Class<?> type) {
        return (ClassTag<V>) ClassTag$.MODULE$.apply(type);
    }

    @Override
    public final Iterator<U> compute(Partition partition, TaskContext task) {
        Iterator<T> parent = this.<T>firstParent(tag(Object.class)).iterator(partition, task);
        return JavaConverters.asScalaIterator(
                of(partition.index(), JavaConverters.asJavaIterator(parent)).iterator());
    }

    @Override
    public final Partition[] getPartitions() {
        return this.<T>firstParent(tag(Object.class)).partitions();
    }

    /** The elements of a partition. */
    abstract List<U> of(int partition, java.util.Iterator<T> parent);
}
