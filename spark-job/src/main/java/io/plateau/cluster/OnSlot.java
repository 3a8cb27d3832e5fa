package io.plateau.cluster;

import io.plateau.data.Shard;
import io.plateau.model.ModelSpec;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * The body of a Spark task: applies {@code work} to the shard of a partition on one slot of the executor.
 *
 * <p>A class and not a lambda: of a lambda Spark reads the byte code of the class around it before every job, for some 10 ms.
 */
final class OnSlot<R extends Serializable> extends AbstractFunction2<TaskContext, Iterator<Shard>, Parcel<R>>
        implements Serializable {
    private static final long serialVersionUID = 1;

    private final String run;
    private final ModelSpec model;
    private final KernelsFactory kernels;
    private final SharedFloats parameters;
    private final Work<R> work;

    OnSlot(String run, ModelSpec model, KernelsFactory kernels, SharedFloats parameters, Work<R> work) {
        this.run = run;
        this.model = model;
        this.kernels = kernels;
        this.parameters = parameters;
        this.work = work;
    }

    @Override
    public Parcel<R> apply(TaskContext task, Iterator<Shard> shards) {
        float[] theta = parameters.values();
        return SlotPool.use(run, model, kernels, slot -> Parcel.of(run, work.on(slot, shards.next(), theta)));
    }

    /** What is done with one shard. */
    interface Work<R> extends Serializable {
        R on(Slot slot, Shard shard, float[] parameters);
    }
}
