package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.KernelsFactory;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.GpuConfig;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.gpu.ProcessDevice;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.BlasKernels;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;

/** Makes the cluster that a configuration asks for: Spark's executors, or a loop over shards in this process. */
public final class ClusterFactory {
    private ClusterFactory() {}

    /**
     * The cluster of {@code cluster.type}.
     *
     * @param collected the shards of every split in this process, in their order; asked for {@code local} only
     * @param partitioned the same shards, partition i holding shard i; asked for {@code spark} only
     * @throws io.plateau.conf.ConfigProblem when a step brings more to the driver than Spark lets through
     */
    public static Cluster of(
            JobConfig config,
            ModelSpec model,
            Supplier<Map<Split, List<Shard>>> collected,
            Supplier<Map<Split, JavaRDD<Shard>>> partitioned) {
        return switch (config.cluster().type()) {
            case LOCAL -> new LocalCluster(model, collected.get(), kernels(config.gpu()));
            case SPARK -> spark(config, model, partitioned.get());
        };
    }

    /** What computes in a process: its GPU where the configuration says so. */
    public static KernelsFactory kernels(GpuConfig gpu) {
        return gpu.enabled() ? ProcessDevice::kernels : BlasKernels::new;
    }

    private static Cluster spark(JobConfig config, ModelSpec model, Map<Split, JavaRDD<Shard>> shards) {
        SparkContext spark = shards.get(Split.TRAIN).context();
        if (!spark.isLocal()) {
            Footprint.of(config, model).requireResultsFit(spark.conf());
        }
        return new SparkCluster(model, shards, kernels(config.gpu()), config.cluster());
    }
}
