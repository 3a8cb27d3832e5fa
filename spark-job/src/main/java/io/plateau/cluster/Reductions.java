package io.plateau.cluster;

import io.plateau.conf.ClusterConfig;
import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterLayout;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes the reduction that a configuration asks for. */
public final class Reductions {
    /** What {@code auto} lets the driver get in a step: some 50 ms on a fast network. */
    private static final long LITTLE = 64L << 20;

    private Reductions() {}

    /**
     * The reduction to use.
     *
     * @param oneProcess whether the executors are threads of the driver's process
     * @param shards number of shards
     * @return driver, slices or sketch
     */
    public static ClusterConfig.Reduction chosen(
            ClusterConfig config, boolean oneProcess, int shards, ParameterLayout layout) {
        if (config.reduction() != ClusterConfig.Reduction.AUTO) {
            return config.reduction();
        }
        long rows = 2L * Float.BYTES * shards * layout.tasks() * layout.shared();
        return oneProcess || rows <= LITTLE ? ClusterConfig.Reduction.DRIVER : ClusterConfig.Reduction.SLICES;
    }

    /** Among how many owners coordinates are divided, at most. */
    static int owners(int cores) {
        return Math.max(2, cores);
    }

    static Reduction of(
            ClusterConfig config,
            JavaSparkContext context,
            int shards,
            Jobs jobs,
            SlotSource slots,
            ModelSpec model,
            KernelsFactory kernels) {
        ParameterLayout layout = model.layout();
        // Of all cores of the cluster as far as Spark knows them by now; the bits do not depend on it.
        int owners = owners(context.defaultParallelism());
        return switch (chosen(config, context.isLocal(), shards, layout)) {
            case SLICES -> new SliceReduction(
                    jobs, slots, layout, owners, config.transport() == ClusterConfig.Transport.BFLOAT16, kernels);
            case SKETCH -> new SketchReduction(jobs, slots, layout, config.sketchColumns(), owners);
            case AUTO, DRIVER -> new DriverReduction(jobs, layout, kernels);
        };
    }
}
