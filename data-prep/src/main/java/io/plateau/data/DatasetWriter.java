package io.plateau.data;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Turns a source into a dataset on disk. Immutable settings. */
public final class DatasetWriter {

    private static final int DEFAULT_FILES = 4;

    private final int files;
    private final boolean overwrite;
    private final String name;
    private final SplitFile splitFile;
    private final int workers;
    private final Consumer<String> say;

    private DatasetWriter(
            int files, boolean overwrite, String name, SplitFile splitFile, int workers, Consumer<String> say) {
        if (files < 1 || workers < 1) {
            throw new IllegalArgumentException("files = " + files + ", workers = " + workers + " must be at least 1");
        }
        this.files = files;
        this.overwrite = overwrite;
        this.name = name;
        this.splitFile = splitFile;
        this.workers = workers;
        this.say = say;
    }

    /**
     * Four files, no overwriting, named after the output directory, a worker per core, silent.
     *
     * @return the default settings
     */
    public static DatasetWriter standard() {
        return new DatasetWriter(
                DEFAULT_FILES, false, null, null, Runtime.getRuntime().availableProcessors(), line -> {});
    }

    /**
     * The same settings with another number of Parquet files. Shards do not depend on it.
     *
     * @param count number of files, at least 1; fewer are written when there are fewer rows
     * @return new settings
     */
    public DatasetWriter withFiles(int count) {
        return new DatasetWriter(count, overwrite, name, splitFile, workers, say);
    }

    /**
     * The same settings, replacing an existing dataset or not.
     *
     * @param replace whether an existing dataset may be replaced
     * @return new settings
     */
    public DatasetWriter withOverwrite(boolean replace) {
        return new DatasetWriter(files, replace, name, splitFile, workers, say);
    }

    /**
     * The same settings with another name of the dataset.
     *
     * @param newName name recorded in the dataset
     * @return new settings
     */
    public DatasetWriter withName(String newName) {
        return new DatasetWriter(files, overwrite, newName, splitFile, workers, say);
    }

    /**
     * The same settings with a file that divides the rows instead of a plan. Rows that it does not name are left out and counted.
     *
     * @param file the division, or null for the plan
     * @return new settings
     */
    public DatasetWriter withSplitFile(SplitFile file) {
        return new DatasetWriter(files, overwrite, name, file, workers, say);
    }

    /**
     * The same settings with another number of threads for sources that are expensive to parse. The dataset does not depend on it.
     *
     * @param threads at least 1
     * @return new settings
     */
    public DatasetWriter withWorkers(int threads) {
        return new DatasetWriter(files, overwrite, name, splitFile, threads, say);
    }

    /**
     * The same settings with somebody to talk to: how far a long preparation is, and which entries were left out.
     *
     * @param listener takes one sentence at a time; called on the calling thread
     * @return new settings
     */
    public DatasetWriter withProgress(Consumer<String> listener) {
        return new DatasetWriter(files, overwrite, name, splitFile, workers, listener);
    }

    /**
     * {@code standard().prepare(...)}.
     *
     * @param spark session that writes the Parquet files
     * @param source where the rows come from
     * @param plan how they are divided
     * @param output directory of the dataset
     * @return the description that was written
     * @throws DataProblem when the source or the output directory is not as it must be
     */
    public static Dataset write(SparkSession spark, Source source, SplitPlan plan, Path output) {
        return standard().prepare(spark, source, plan, output);
    }

    /**
     * Reads the source, divides its rows, learns statistics from the training split, and writes the dataset. Either a complete
     * dataset is there afterwards or what was there before.
     *
     * @param spark session that writes the Parquet files
     * @param source where the rows come from
     * @param plan how they are divided
     * @param output directory of the dataset
     * @return the description that was written
     * @throws DataProblem when the source or the output directory is not as it must be
     */
    public Dataset prepare(SparkSession spark, Source source, SplitPlan plan, Path output) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        OutputDirectory directory = OutputDirectory.open(output, overwrite, hadoop);
        Reading reading = null;
        try {
            reading = Reading.of(source, plan, new Workplace(output, workers, say), hadoop);
            Preparation preparation = Preparation.of(reading, source, plan, Optional.ofNullable(splitFile));
            GraphSchema graph = preparation.schema().graph();
            RowRange rows = new RowRange(reading.rows(preparation.schema()), preparation.assignment(), graph, hadoop);
            long count = preparation.survey().rows();
            List<DataFile> written = ParquetFiles.write(spark, rows, count, files, directory.staging());
            reading.annotate(directory.staging());
            Dataset dataset = preparation.describe(name == null ? output.getName() : name, directory.placed(written));
            directory.commit(dataset, hadoop);
            reading.discard();
            return dataset;
        } catch (Exception e) {
            directory.discard();
            if (reading != null && e instanceof DataProblem) {
                reading.discard(); // the source must change first
            }
            throw problem(e, output);
        }
    }

    /** A problem found by a task comes back inside Spark's own exception. */
    static DataProblem problem(Exception failure, Path output) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataProblem problem) {
                return problem;
            }
        }
        String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("unknown cause");
        return new DataProblem("cannot write the dataset " + Problems.show(output) + ": " + why, failure);
    }

    /**
     * What {@link #prepare} would describe, without Spark and without writing: reads the whole source and finds every problem in it.
     *
     * @param source where the rows come from
     * @param plan how they are divided
     * @param hadoop for the file system
     * @return the description, without files
     * @throws DataProblem when the source is not as it must be
     */
    public static Dataset inspect(Source source, SplitPlan plan, Configuration hadoop) {
        return standard().inspect(hadoop, source, plan);
    }

    /**
     * The same with these settings.
     *
     * @param hadoop for the file system
     * @param source where the rows come from
     * @param plan how they are divided
     * @return the description, without files
     * @throws DataProblem when the source is not as it must be
     */
    public Dataset inspect(Configuration hadoop, Source source, SplitPlan plan) {
        java.nio.file.Path scratch;
        try {
            scratch = Files.createTempDirectory("plateau-inspect-");
        } catch (IOException e) {
            throw new DataProblem("cannot make a temporary directory: " + e.getMessage(), e);
        }
        Path workspace = new Path(scratch.resolve("dataset").toUri());
        Reading reading = Reading.of(source, plan, new Workplace(workspace, workers, say), hadoop);
        try {
            Preparation preparation = Preparation.of(reading, source, plan, Optional.ofNullable(splitFile));
            return preparation.describe(source.kind(), List.of());
        } finally {
            reading.discard();
            scratch.toFile().delete();
        }
    }
}
