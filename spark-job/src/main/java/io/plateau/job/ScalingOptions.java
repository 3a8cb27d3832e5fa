package io.plateau.job;

import io.plateau.conf.ConfigProblem;
import io.plateau.scaling.MeasuredStep;
import io.plateau.scaling.ScalingFiles;
import io.plateau.scaling.ScalingStudy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** {@code plateau bench --scaling}. */
final class ScalingOptions {
    private static final String NAME = "plateau bench";

    @Option(
            names = "--scaling",
            description = {
                "Measure steps by reduction and number of shards on executors that are processes of their own, fit a model,",
                "and predict more executors (bench.scaling): tables, scaling.csv, scaling.json and a picture (PNG, SVG)."
            })
    private boolean wanted;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory of the files of --scaling; earlier ones are replaced (default: ${DEFAULT-VALUE}).")
    private String output = "runs/scaling";

    @Option(names = "--no-pictures", description = "--scaling without a picture; for machines without fonts.")
    private boolean noPictures;

    boolean isWanted() {
        return wanted;
    }

    /** Measures, writes, prints. */
    void run(ConfigOptions config, PrintWriter out, PrintWriter err) {
        ScalingBench bench = new ScalingBench(settings -> config.load(settings).job());
        if (!noPictures && !ScalingFiles.canDraw()) {
            throw new ConfigProblem(
                    "there is no font to draw with: install fontconfig and a font, such as the packages fontconfig and"
                            + " fonts-dejavu-core, or give --no-pictures");
        }
        OutputFiles files = OutputFiles.at("--output", output, ScalingFiles.names(!noPictures));
        boolean own = new SparkConf().get("spark.master", "").isEmpty();
        bench.requireRoom(own, Runtime.getRuntime().maxMemory());
        Consumer<MeasuredStep> told = step -> {
            err.println(String.format(
                    Locale.ROOT,
                    "%s, %s, shards = %d: %.0f ms",
                    step.workload().name(),
                    ScalingFiles.word(step.reduction()),
                    step.shards(),
                    1e3 * step.seconds()));
            err.flush();
        };
        try {
            ScalingStudy study = own ? onOwnExecutors(bench, told) : onNamedMaster(bench, told);
            files.write(folder -> ScalingFiles.write(study, !noPictures, folder));
            ScalingTables.print(study, out);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        out.println(output);
        out.flush();
    }

    private static ScalingStudy onNamedMaster(ScalingBench bench, Consumer<MeasuredStep> told) {
        try (SparkSession spark = SparkSessions.open(NAME)) {
            return bench.run(spark, told);
        }
    }

    private static ScalingStudy onOwnExecutors(ScalingBench bench, Consumer<MeasuredStep> told) throws IOException {
        Path directory = Files.createTempDirectory("plateau-bench-");
        int executors = bench.settings().executors();
        int memory = bench.settings().executorMemory();
        try (LoopbackCluster cluster = new LoopbackCluster(directory, executors, memory, List.of());
                SparkSession spark = SparkSessions.open(
                        NAME,
                        Map.of(
                                "spark.master",
                                cluster.url(),
                                "spark.driver.host",
                                LoopbackCluster.ADDRESS,
                                "spark.driver.bindAddress",
                                LoopbackCluster.ADDRESS,
                                "spark.ui.enabled",
                                "false",
                                "spark.cores.max",
                                Integer.toString(executors),
                                "spark.executor.memory",
                                memory + "m",
                                "spark.executor.extraClassPath",
                                System.getProperty("java.class.path"),
                                // The first job is measured: all executors have to be there.
                                "spark.scheduler.minRegisteredResourcesRatio",
                                "1.0",
                                // The heap was checked.
                                "spark.driver.maxResultSize",
                                "0"))) {
            return bench.run(spark, told);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while executors were started", stopped);
        } finally {
            JavaUtils.deleteRecursively(directory.toFile());
        }
    }
}
