package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.KernelsFactory;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.BenchConfig;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ModelConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.HeadSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.GemmRate;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Loss;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Times whole training steps on made-up data in this process: the very {@link TrainingStep} of a run, on a {@link LocalCluster} of
 * one shard or on Spark, and the machine's own matrix product before and after. Of rounds of several steps each step gets an equal part
 * of the time.
 */
public final class Benchmark {
    /** Different mini-batches, so that no step finds its data in the cache of the step before. */
    private static final int BATCHES = 8;

    private final JobConfig config;
    private final KernelsFactory kernels;
    private final SparkSession spark;

    /**
     * A benchmark.
     *
     * @param config model, method and sharpness of the step, and the section {@code bench}; its mode must already be applied
     * @param kernels the back end to measure
     * @param spark where {@code bench.cluster} is spark; otherwise not looked at
     */
    public Benchmark(JobConfig config, KernelsFactory kernels, SparkSession spark) {
        this.spark = spark;
        this.config = config;
        this.kernels = kernels;
    }

    /** Warms up, measures, and accounts for it. */
    public BenchmarkResult run() {
        return run(true);
    }

    /** As {@link #run} without the machine's rate of matrix products, which takes longer than small steps: it is 0. */
    public BenchmarkResult steps() {
        return run(false);
    }

    private BenchmarkResult run(boolean withRate) {
        BenchConfig bench = config.bench();
        ModelSpec model = model(config);
        int shards =
                bench.cluster() == BenchConfig.Where.SPARK ? config.training().shards() : 1;
        int batches = config.cluster().hasRounds()
                ? Math.max(BATCHES, config.cluster().localSteps())
                : BATCHES;
        int rows = config.training().batchSize() / shards * batches;
        BenchmarkResult.Recorder recorder =
                new BenchmarkResult.Recorder(bench.steps(), model.layout().shared());
        recorder.gemmRate(withRate ? gemmRate() : 0);
        try (Kernels counted = kernels.get();
                Cluster cluster = cluster(model, shards, rows, counted)) {
            // As long a run as is measured: policies may depend on how far it is.
            int epochs = (bench.warmup() + bench.steps()) / batches + 1;
            StepRecipe recipe = new StepRecipe(config, model, EpochDivision.even(batches), true, epochs);
            try (Optimizer optimizer = recipe.optimizer()) {
                measure(recipe, cluster, recipe.on(cluster, optimizer), model, counted, recorder);
            }
        }
        recorder.gemmRate(withRate ? gemmRate() : 0);
        return recorder.result();
    }

    private void measure(
            StepRecipe recipe,
            Cluster cluster,
            TrainingStep step,
            ModelSpec model,
            Kernels counted,
            BenchmarkResult.Recorder recorder) {
        BenchConfig bench = config.bench();
        Round round = recipe.round(cluster, step, Long.MAX_VALUE);
        TrainingState state =
                step.initialState(model.initialParameters(config.model().seed()));
        // Whole rounds only: the first measured one begins at the end of a round.
        while (state.step() < bench.warmup()) {
            state = round.run(state).state();
        }
        int measured = 0;
        while (measured < bench.steps()) {
            double operations = counted.productOperations();
            long cpuStart = threadNanos();
            long start = System.nanoTime();
            Round.Made made = round.run(state);
            double wall = (System.nanoTime() - start) * 1e-6;
            double cpu = (threadNanos() - cpuStart) * 1e-6;
            int steps = made.steps().size();
            for (StepResult result : made.steps()) {
                if (measured < bench.steps()) {
                    double products = (counted.productOperations() - operations) / steps;
                    recorder.step(measured++, wall / steps, cpu / steps, result, products);
                }
            }
            state = made.state();
        }
    }

    private Cluster cluster(ModelSpec model, int shards, int rows, Kernels counted) {
        long seed = config.run().seed();
        if (config.bench().cluster() == BenchConfig.Where.LOOP) {
            List<Shard> one = List.of(MadeUpShards.shard(model, seed, 0, rows));
            return new LocalCluster(model, Map.of(Split.TRAIN, one), () -> counted);
        }
        // Made where they are cached, as a run reads its files there: a list of shards would travel with every task.
        List<Integer> indices = IntStream.range(0, shards).boxed().toList();
        JavaRDD<Shard> made = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(indices, shards)
                .map(index -> MadeUpShards.shard(model, seed, index, rows));
        return new SparkCluster(model, Map.of(Split.TRAIN, made), kernels, config.cluster());
    }

    /** The network of a benchmark. */
    public static ModelSpec model(JobConfig config) {
        HeadSpec[] heads = IntStream.range(0, config.bench().tasks())
                .mapToObj(task -> HeadSpec.regression("task-" + task, Loss.MSE, 1))
                .toArray(HeadSpec[]::new);
        boolean molecules = config.model().type() == ModelConfig.Type.MPNN;
        int features = molecules ? MadeUpMolecules.FEATURES : config.bench().inputs();
        return ModelSpecs.of(config.model(), features, heads, NetworkFile.read(config.model(), new Configuration()));
    }

    private double gemmRate() {
        try (Kernels own = kernels.get()) {
            return GemmRate.gflops(own);
        }
    }

    /** Processor time of this thread, which does all the work; the process's own clock only ticks every 10 ms. */
    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
