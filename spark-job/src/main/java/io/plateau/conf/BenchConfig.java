package io.plateau.conf;

/**
 * Section {@code bench}.
 *
 * @param steps measured steps
 * @param warmup steps before them
 * @param mode what a step does
 * @param inputs length of an input row
 * @param tasks number of tasks
 * @param threads of each product
 * @param cluster where a step runs
 * @param kernels what computes it
 * @param scaling what {@code bench --scaling} measures and predicts
 */
public record BenchConfig(
        int steps,
        int warmup,
        Mode mode,
        int inputs,
        int tasks,
        int threads,
        Where cluster,
        Kernels kernels,
        ScalingConfig scaling) {

    /** What a measured step does. */
    public enum Mode {
        /** Two passes per task: gradients and perturbed gradients. */
        SAM,
        /** One backward pass per task. */
        NASH,
        /** One backward pass of the summed loss. */
        SINGLE
    }

    /** Where a measured step runs. */
    public enum Where {
        /** A plain loop on one thread, over one shard. */
        LOOP,
        /** Spark in this process, over {@code training.shards} shards. */
        SPARK
    }

    /** What computes a measured step. */
    public enum Kernels {
        /** OpenBLAS and vectorised loops: what a run on processors uses. */
        BLAS,
        /** ND4J's operations on what its back end has: what a run on GPUs uses. */
        ND4J
    }

    static BenchConfig from(Section bench) {
        return new BenchConfig(
                bench.whole("steps", 1, 1_000_000),
                bench.whole("warmup", 0, 1_000_000),
                bench.choice("mode", Mode.class),
                bench.whole("inputs", 1, 1_000_000),
                bench.whole("tasks", 1, 10_000),
                bench.whole("threads", 1, 1024),
                bench.choice("cluster", Where.class),
                bench.choice("kernels", Kernels.class),
                ScalingConfig.from(bench.section("scaling")));
    }
}
