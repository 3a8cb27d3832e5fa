package io.plateau.data;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Turns a source into a dataset on disk. Immutable settings. */
public final class DatasetWriter {

    private static final int DEFAULT_FILES = 4;

    private final int files;
    private final boolean overwrite;
    private final String name;

    private DatasetWriter(int files, boolean overwrite, String name) {
        if (files < 1) {
            throw new IllegalArgumentException("files = " + files + " must be at least 1");
        }
        this.files = files;
        this.overwrite = overwrite;
        this.name = name;
    }

    /**
     * Four files, no overwriting, named after the output directory.
     *
     * @return the default settings
     */
    public static DatasetWriter standard() {
        return new DatasetWriter(DEFAULT_FILES, false, null);
    }

    /**
     * The same settings with another number of Parquet files. Shards do not depend on it.
     *
     * @param count number of files, at least 1; fewer are written when there are fewer rows
     * @return new settings
     */
    public DatasetWriter withFiles(int count) {
        return new DatasetWriter(count, overwrite, name);
    }

    /**
     * The same settings, replacing an existing dataset or not.
     *
     * @param replace whether an existing dataset may be replaced
     * @return new settings
     */
    public DatasetWriter withOverwrite(boolean replace) {
        return new DatasetWriter(files, replace, name);
    }

    /**
     * The same settings with another name of the dataset.
     *
     * @param newName name recorded in the dataset
     * @return new settings
     */
    public DatasetWriter withName(String newName) {
        return new DatasetWriter(files, overwrite, newName);
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
        try {
            Reading reading = Reading.of(source, plan, hadoop);
            Preparation preparation = Preparation.of(reading, source, plan);
            RowRange rows = new RowRange(reading.rows(preparation.schema()), preparation.assignment(), hadoop);
            long count = preparation.survey().rows();
            List<DataFile> written = ParquetFiles.write(spark, rows, count, files, directory.staging());
            Dataset dataset = preparation.describe(name == null ? output.getName() : name, written);
            directory.commit(dataset);
            return dataset;
        } catch (Exception e) {
            directory.discard();
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
        Preparation preparation = Preparation.of(Reading.of(source, plan, hadoop), source, plan);
        return preparation.describe(source.kind(), List.of());
    }
}
