package io.plateau.job;

import io.plateau.cluster.LaunchProbe;
import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.ScalingConfig;
import io.plateau.conf.Setting;
import io.plateau.math.metric.Spread;
import io.plateau.model.ParameterLayout;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.scaling.MeasuredStep;
import io.plateau.scaling.ScalingFiles;
import io.plateau.scaling.ScalingStudy;
import io.plateau.scaling.Workload;
import io.plateau.train.Benchmark;
import io.plateau.train.BenchmarkResult;
import io.plateau.train.Footprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The measurements of {@code bench --scaling}: every size with every reduction and number of shards. */
final class ScalingBench {
    private static final String OPTION = "bench --scaling";

    /** MLPs take a hundredth of the time, and medians of more steps are steadier. */
    private static final int MORE_STEPS = 4;

    private static final int MIB = 1 << 20;

    private final Function<Setting[], JobConfig> configuration;
    private final JobConfig given;
    private final ScalingConfig settings;

    /**
     * A benchmark.
     *
     * @param configuration the given configuration with further settings on top
     */
    ScalingBench(Function<Setting[], JobConfig> configuration) {
        this.configuration = configuration;
        given = configuration.apply(new Setting[0]);
        settings = given.bench().scaling();
    }

    /**
     * Refuses what cannot be measured, before anything is started.
     *
     * @param ownExecutors whether they are started here, with the configured memory
     * @param heap of this process, in bytes
     */
    void requireRoom(boolean ownExecutors, long heap) {
        long rows = models().stream()
                .mapToLong(model ->
                        size(job(model, ClusterConfig.Reduction.DRIVER, 1)).rows())
                .max()
                .orElseThrow();
        int shards = settings.shards().get(settings.shards().size() - 1);
        List<String> problems = new ArrayList<>();
        // Results of all shards, and a few on their way; Spark itself.
        long driver = settings.reductions().contains(ClusterConfig.Reduction.DRIVER)
                ? (shards + 8L) * rows + 256L * MIB
                : 256L * MIB;
        if (driver > heap) {
            problems.add("the Java heap of " + Footprint.bytes(heap) + " is too small for the reduction driver with "
                    + shards + " shards of " + Footprint.bytes(rows) + " of rows: set PLATEAU_HEAP="
                    + (driver / (1 << 30) + 1) + "g, or take fewer bench.scaling.shards");
        }
        // Rows of an executor's shards, kept or on their way, and Spark itself.
        int waves = (shards + settings.executors() - 1) / settings.executors();
        long executor = (waves + 3L) * rows * 3 / 2 + 256L * MIB;
        if (ownExecutors && executor > (long) settings.executorMemory() * MIB) {
            problems.add("bench.scaling.executor-memory = " + settings.executorMemory() + " is too little for " + waves
                    + " shards of " + Footprint.bytes(rows) + " of rows on each executor: set "
                    + (executor / MIB + 1) + " or more, or take fewer bench.scaling.shards");
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
    }

    /**
     * Measures.
     *
     * @param spark whose executors are processes of their own
     * @param told is told each step that was measured
     */
    ScalingStudy run(SparkSession spark, Consumer<MeasuredStep> told) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (context.isLocal()) {
            throw new ConfigProblem("bench --scaling measures what crosses the wire, and with spark.master = "
                    + context.master() + " nothing does: leave spark.master unset, or name a cluster's");
        }
        requireResultsFit(context.getConf());
        int executors = context.defaultParallelism();
        LaunchProbe.Launch launch = LaunchProbe.measure(
                context, executors, given.bench().warmup() + 1, given.bench().steps());
        List<Setting[]> models = models();
        // A young process is slow; nobody reads this one.
        measured(models.get(0), settings.reductions().get(0), settings.shards().get(0), spark);
        List<MeasuredStep> steps = new ArrayList<>();
        for (Setting[] model : models) {
            List<MeasuredStep> ofModel = new ArrayList<>();
            for (ClusterConfig.Reduction reduction : settings.reductions()) {
                for (int shards : settings.shards()) {
                    MeasuredStep step = measured(model, reduction, shards, spark);
                    told.accept(step);
                    ofModel.add(step);
                }
            }
            steps.addAll(withOneGradient(ofModel));
        }
        return new ScalingStudy(steps, launch, executors, settings);
    }

    private void requireResultsFit(SparkConf conf) {
        int most = settings.shards().get(settings.shards().size() - 1);
        for (Setting[] model : models()) {
            for (ClusterConfig.Reduction reduction : settings.reductions()) {
                JobConfig job = job(model, reduction, most);
                Footprint.of(job, Benchmark.model(job)).requireResultsFit(conf);
            }
        }
    }

    /** What is measured and predicted. */
    ScalingConfig settings() {
        return settings;
    }

    /** The settings of every model: the MLPs, then the configured one. */
    private List<Setting[]> models() {
        Stream<Setting[]> perceptrons = settings.widths().stream().map(width -> new Setting[] {
            setting("model.type", "mlp"),
            setting("model.hidden", List.of(width, width)),
            setting("bench.steps", given.bench().steps() * MORE_STEPS),
            setting("bench.warmup", given.bench().warmup() * MORE_STEPS)
        });
        return Stream.concat(perceptrons, Stream.of(new Setting[][] {new Setting[0]}))
                .toList();
    }

    private static Setting setting(String key, Object value) {
        return new Setting(OPTION, key, value);
    }

    private JobConfig job(Setting[] model, ClusterConfig.Reduction reduction, int shards) {
        Stream<Setting> step = Stream.of(
                setting("bench.mode", "sam"),
                setting("bench.cluster", "spark"),
                setting("method", "nash-mtl"),
                setting("bargaining.refresh-every", 1),
                setting("sharpness.mode", "decomposed"),
                setting("sharpness.policy", "every-step"),
                setting("sharpness.measure", "sam"),
                setting("sharpness.perturbation-scope", "shard"),
                setting("analysis.every-steps", 0),
                setting("cluster.sync", "every-step"),
                setting("cluster.transport", "float32"),
                setting("cluster.reduction", ScalingFiles.word(reduction)),
                setting("training.shards", shards),
                setting("training.batch-size", shards * settings.rows()));
        return configuration.apply(Stream.concat(step, Arrays.stream(model)).toArray(Setting[]::new));
    }

    private static StepTraffic.Size size(JobConfig job) {
        ParameterLayout layout = Benchmark.model(job).layout();
        return new StepTraffic.Size(
                layout.tasks(), layout.shared(), layout.heads(), job.cluster().sketchColumns());
    }

    private static String name(ModelConfig model) {
        return model.type() == ModelConfig.Type.MPNN
                ? "mpnn"
                : "mlp " + model.hidden().stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private MeasuredStep measured(Setting[] model, ClusterConfig.Reduction reduction, int shards, SparkSession spark) {
        JobConfig job = job(model, reduction, shards);
        int threads = job.bench().threads();
        BenchmarkResult result = new Benchmark(job, () -> new BlasKernels(threads), spark).steps();
        Map<String, Double> phases = new LinkedHashMap<>();
        result.phases().forEach((phase, millis) -> phases.put(phase, millis * 1e-3));
        return new MeasuredStep(
                new Workload(name(job.model()), size(job), MeasuredStep.gradients(phases)),
                reduction,
                shards,
                result.median() * 1e-3,
                phases,
                result.sent(),
                result.received(),
                result.exchanged());
    }

    /** The same steps with the median of the seconds that their gradients took. */
    private static List<MeasuredStep> withOneGradient(List<MeasuredStep> steps) {
        double gradient = Spread.median(
                steps.stream().mapToDouble(step -> step.workload().gradient()).toArray());
        return steps.stream()
                .map(step -> new MeasuredStep(
                        new Workload(step.workload().name(), step.workload().size(), gradient),
                        step.reduction(),
                        step.shards(),
                        step.seconds(),
                        step.phases(),
                        step.sent(),
                        step.received(),
                        step.exchanged()))
                .toList();
    }
}
