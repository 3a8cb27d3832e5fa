package io.plateau.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.cluster.KernelsFactory;
import io.plateau.conf.BenchConfig;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.Setting;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Nd4jKernels;
import io.plateau.predict.PredictBenchmark;
import io.plateau.train.Benchmark;
import io.plateau.train.BenchmarkResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plateau bench}. */
@Command(
        name = "bench",
        description = {
            "Times whole training steps on made-up data, on one thread or (bench.cluster = spark) on Spark, and prints one JSON line:",
            "milliseconds per step and phase, peak memory, and the share of the machine's own sgemm rate that was reached.",
            "With --predict: rows per second of predictions, in memory and from Parquet to Parquet.",
            "With --costs a table instead: passes, milliseconds and bytes of every mode and policy of sharpness beside plain training.",
            "With --scaling steps on executors in processes of their own, by reduction and shards, and a prediction for more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local bench --config conf/bench/mlp.conf",
            "  submit/local bench --config conf/bench/mlp.conf --set bench.mode=single --set bench.steps=10000",
            "  submit/local bench --config conf/bench/mlp.conf --costs",
            "  submit/local bench --config conf/bench/mlp.conf --predict --rows 1000000",
            "  submit/local bench --config conf/bench/scaling.conf --scaling --output runs/scaling",
            "  submit/local bench --config conf/bench/scaling.conf --scaling --set bench.scaling.network=25"
        })
final class BenchCommand implements Runnable {
    private static final int PREDICTION_ROUNDS = 5;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--costs",
            description = "Print what every mode and policy of sharpness costs beside plain training.")
    private boolean costs;

    @Option(names = "--predict", description = "Time predictions with the model instead of training steps; mlp only.")
    private boolean predict;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of the table that --predict makes up; default ${DEFAULT-VALUE}.")
    private int rows = 1_000_000;

    @Mixin
    private ScalingOptions scaling;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (scaling.isWanted() && (costs || predict)) {
            throw new ParameterException(
                    spec.commandLine(), "--scaling is a measurement of its own: give it without --costs and --predict");
        }
        if (scaling.isWanted()) {
            scaling.run(config, spec.commandLine().getOut(), spec.commandLine().getErr());
            return;
        }
        JobConfig given = config.load().job();
        if (costs) {
            costs(given);
            return;
        }
        if (predict) {
            predictions(given);
            return;
        }
        BenchConfig.Mode mode = given.bench().mode();
        JobConfig job = config.load(settings(given)).job();
        boolean onSpark = job.bench().cluster() == BenchConfig.Where.SPARK;
        BenchmarkResult result = onSpark ? onSpark(job) : new Benchmark(job, kernels(job), null).run();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", mode.name().toLowerCase(Locale.ROOT));
        line.put("kernels", job.bench().kernels().name().toLowerCase(Locale.ROOT));
        line.put("threads", job.bench().threads());
        if (onSpark) {
            line.put("shards", job.training().shards());
            line.put("overhead_share", rounded(result.overhead()));
        }
        line.put("batch", job.training().batchSize());
        line.put("tasks", job.bench().tasks());
        line.put("steps", job.bench().steps());
        line.put("ms_median", rounded(result.median()));
        line.put("ms_min", rounded(result.minimum()));
        line.put("cpu_ms_median", rounded(result.cpuMedian()));
        Map<String, Double> phases = new LinkedHashMap<>();
        result.phases().forEach((phase, time) -> phases.put(phase.replace('-', '_'), rounded(time)));
        line.put("phases_ms", phases);
        line.put("peak_rss_mb", memory("VmHWM"));
        line.put("rss_mb", memory("VmRSS"));
        line.put("gemm_gflops", rounded(result.gemmGflops()));
        if (!onSpark) {
            line.put("gemm_share", rounded(result.gemmShare()));
            line.put("gflop", rounded(result.operations() * 1e-9));
        }
        line.put("shared_params", result.sharedParameters());
        print(line);
    }

    private void print(Map<String, ?> line) {
        try {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(line));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void predictions(JobConfig job) {
        if (job.model().type() != ModelConfig.Type.MLP || rows < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--predict times a model of type mlp on at least one row: set model.type = mlp");
        }
        try (SparkSession spark = SparkSessions.open("plateau bench")) {
            Path directory = Files.createTempDirectory("plateau-bench");
            try {
                JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("mode", "predict");
                new PredictBenchmark(job, kernels(job), context)
                        .run(rows, PREDICTION_ROUNDS, new org.apache.hadoop.fs.Path(directory.toUri()))
                        .forEach((figure, value) -> line.put(figure, rounded(value.doubleValue())));
                print(line);
            } finally {
                Files.delete(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static BenchmarkResult onSpark(JobConfig job) {
        try (SparkSession spark = SparkSessions.open("plateau bench")) {
            return new Benchmark(job, kernels(job), spark).run();
        }
    }

    private void costs(JobConfig given) {
        PrintWriter out = spec.commandLine().getOut();
        if (given.bench().cluster() == BenchConfig.Where.LOOP) {
            CostVariants.measured(settings -> measured(settings, null)).print("second gradients", out);
            return;
        }
        try (SparkSession spark = SparkSessions.open("plateau bench")) {
            CostVariants.measured(settings -> measured(settings, spark)).print("second gradients", out);
        }
    }

    private BenchmarkResult measured(Setting[] settings, SparkSession spark) {
        JobConfig job = config.load(settings).job();
        return new Benchmark(job, kernels(job), spark).run();
    }

    private static KernelsFactory kernels(JobConfig job) {
        if (job.bench().kernels() == BenchConfig.Kernels.ND4J) {
            return Nd4jKernels::new;
        }
        int threads = job.bench().threads();
        return () -> new BlasKernels(threads);
    }

    /** The mode in terms of the configuration. */
    static Setting[] settings(JobConfig given) {
        Setting plain = new Setting("bench.mode", "sharpness.mode", "none");
        return switch (given.bench().mode()) {
                // A configuration of the plain method has no second pass to measure.
            case SAM -> given.sharpness().mode() == SharpnessMode.NONE
                    ? new Setting[] {new Setting("bench.mode", "sharpness.mode", "decomposed")}
                    : new Setting[0];
            case NASH -> new Setting[] {plain};
            case SINGLE -> new Setting[] {plain, new Setting("bench.mode", "method", "ls")};
        };
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** A size from Linux's account of this process, in MiB; NaN elsewhere. */
    private static double memory(String key) {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(row -> row.startsWith(key + ":"))
                    .mapToDouble(row -> rounded(Long.parseLong(row.replaceAll("\\D", "")) / 1024.0))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }
}
