package io.plateau.cluster;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * The body of a Spark task over a partition of one element.
 *
 * <p>A class and not a lambda: of a lambda Spark reads the byte code of the class around it before every job, for some 10 ms.
 *
 * @param <T> the element
 * @param <R> what comes to the driver
 */
abstract class JobTask<T, R extends Serializable> extends AbstractFunction2<TaskContext, Iterator<T>, Parcel<R>>
        implements Serializable {
    private static final long serialVersionUID = 1;

    private final String run;

    JobTask(String run) {
        this.run = run;
    }

    @Override
    public final Parcel<R> apply(TaskContext task, Iterator<T> partition) {
        return Parcel.of(run, on(partition.next()));
    }

    abstract R on(T element);
}
