package io.plateau.predict;

import io.plateau.cluster.KernelsFactory;
import io.plateau.conf.JobConfig;
import io.plateau.data.CsvFormat;
import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.data.MissingFeatures;
import io.plateau.data.RowCounts;
import io.plateau.data.SourceInfo;
import io.plateau.data.SplitPlan;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.model.Scorer;
import io.plateau.model.kernel.GemmRate;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times predictions of the perceptron that a configuration describes, on made-up rows: the forward pass alone on one thread, from
 * memory to memory, and the whole way from a Parquet file to a directory of Parquet files on the cores that Spark has. Beside both stands the floor: the
 * rows that the machine's own matrix product could do.
 */
public final class PredictBenchmark {
    private static final int ROUNDS = 15;
    private static final int TILES_PER_ROUND = 64;

    private final JobConfig config;
    private final KernelsFactory kernels;
    private final JavaSparkContext spark;
    private final TrainedModel model;

    /**
     * A benchmark.
     *
     * @param config the model, and {@code inputs} and {@code tasks} of the section {@code bench}; rows are feature vectors
     * @param kernels the back end to measure
     * @param spark where the whole way runs
     */
    public PredictBenchmark(JobConfig config, KernelsFactory kernels, JavaSparkContext spark) {
        this.config = config;
        this.kernels = kernels;
        this.spark = spark;
        TrainedModel empty = new TrainedModel(config.model(), dataset(), true, new float[0], Map.of());
        float[] parameters = empty.spec().initialParameters(config.run().seed());
        this.model = new TrainedModel(config.model(), empty.dataset(), true, parameters, Map.of());
    }

    /**
     * Measures.
     *
     * @param rows of the table
     * @param rounds how often the whole way is measured, after one round that is not
     * @param directory an empty directory; what it gets is removed
     * @return figures by name, in the order to show them
     */
    public Map<String, Number> run(int rows, int rounds, Path directory) throws IOException {
        Map<String, Number> figures = new LinkedHashMap<>();
        int cores = spark.defaultParallelism();
        double gflops = gemmRate();
        double operations;
        double forward;
        try (Kernels own = kernels.get();
                Scorer scorer = Scorer.of(model.spec(), own, InputTile.ROWS)) {
            scorer.load(model.parameters());
            double before = own.productOperations();
            forward = forward(scorer);
            operations = (own.productOperations() - before) / ((ROUNDS + 1.0) * TILES_PER_ROUND * InputTile.ROWS);
        }
        double floor = Math.max(gflops, gemmRate()) * 1e9 / operations;
        figures.put("rows", rows);
        figures.put("cores", cores);
        figures.put("inputs", model.spec().inputs());
        figures.put("outputs", model.spec().outputs());
        figures.put("flop_per_row", operations);
        figures.put("gemm_rows_per_s_per_core", Math.round(floor));
        figures.put("forward_rows_per_s_per_core", Math.round(forward));
        wholeWay(rows, rounds, directory, figures, cores);
        return figures;
    }

    private double gemmRate() {
        try (Kernels own = kernels.get()) {
            return GemmRate.gflops(own);
        }
    }

    /** Rows per second on this thread, the median of several rounds. */
    private double forward(Scorer scorer) {
        int features = model.spec().inputs();
        float[] x = new float[InputTile.ROWS * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(i);
        }
        float[] out = new float[InputTile.ROWS * model.spec().outputs()];
        double[] seconds = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int tile = 0; tile < TILES_PER_ROUND; tile++) {
                scorer.score(x, out);
            }
            seconds[Math.max(0, round)] = (System.nanoTime() - start) * 1e-9;
        }
        return TILES_PER_ROUND * InputTile.ROWS / median(seconds);
    }

    private void wholeWay(int rows, int rounds, Path directory, Map<String, Number> figures, int cores)
            throws IOException {
        Configuration hadoop = spark.hadoopConfiguration();
        FileSystem fs = directory.getFileSystem(hadoop);
        Path table = new Path(directory, "table.parquet");
        Path output = new Path(directory, "predictions");
        Predictor predictor = new Predictor(model, kernels, hadoop).withOverwrite(true);
        try {
            MadeUpTable.write(table, rows, model.spec().inputs(), config.run().seed(), hadoop);
            double[] seconds = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                long start = System.nanoTime();
                predictor.plan(table, output).run(spark);
                seconds[Math.max(0, round)] = (System.nanoTime() - start) * 1e-9;
            }
            double median = median(seconds);
            figures.put("rows_per_s", Math.round(rows / median));
            figures.put(
                    "rows_per_s_best",
                    Math.round(rows / Arrays.stream(seconds).min().orElseThrow()));
            figures.put("rows_per_s_per_core", Math.round(rows / median / cores));
            figures.put("bytes_read_per_row", (double) fs.getFileStatus(table).getLen() / rows);
            figures.put(
                    "bytes_written_per_row",
                    (double) fs.getContentSummary(output).getLength() / rows);
        } finally {
            fs.delete(table, false);
            fs.delete(output, true);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Dataset dataset() {
        List<FeatureSchema> features = IntStream.range(0, config.bench().inputs())
                .mapToObj(MadeUpTable::column)
                .map(name -> new FeatureSchema(name, name, FeatureSchema.Kind.NUMERIC, null, 0.1, 1.5))
                .toList();
        List<TaskSchema> tasks = IntStream.range(0, config.bench().tasks())
                .mapToObj(task -> "task" + task)
                .map(name -> new TaskSchema(
                        name, TaskType.REGRESSION, List.of(name), "", List.of(3.0), List.of(2.0), List.of()))
                .toList();
        return new Dataset(
                Dataset.FORMAT_VERSION,
                "",
                "made up",
                "",
                new SourceInfo("synthetic", "", 0, "", new TreeMap<>()),
                new RowCounts(1, 0, 0),
                SplitPlan.standard(),
                features,
                tasks,
                CsvFormat.standard(),
                MissingFeatures.FAIL,
                List.of(),
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                List.of());
    }
}
