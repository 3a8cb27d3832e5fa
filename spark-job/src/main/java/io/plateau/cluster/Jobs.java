package io.plateau.cluster;

import io.plateau.observe.SparkWatch;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Runs Spark jobs for one run and opens what they bring. */
final class Jobs {
    private final JavaSparkContext context;
    private final String run;

    /**
     * The jobs of a run.
     *
     * @param run under whose name results wait in this process
     */
    Jobs(JavaSparkContext context, String run) {
        this.context = context;
        this.run = run;
    }

    String run() {
        return run;
    }

    /** What Spark's pages call the jobs that follow. */
    void describe(String what) {
        context.setJobDescription(what);
    }

    /** One result per partition, in their order. */
    @SuppressWarnings("unchecked")
    <T, R extends Serializable> List<R> run(RDD<T> partitions, JobTask<T, R> task) {
        ClassTag<Parcel<R>> parcel = (ClassTag<Parcel<R>>) (ClassTag<?>) ClassTag$.MODULE$.apply(Parcel.class);
        try {
            Object results = context.sc().runJob(partitions, task, parcel);
            return Arrays.stream((Parcel<R>[]) results).map(Parcel::open).toList();
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            SparkWatch.explain(failure).ifPresent(silent -> {
                throw silent;
            });
            throw failure;
        } finally {
            Parcel.discard(run);
        }
    }
}
