package io.plateau.data;

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
        return inspect(source, plan, spark.sparkContext().hadoopConfiguration());
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
    @SuppressWarnings("DoNotCallSuggester")
    public static Dataset inspect(Source source, SplitPlan plan, Configuration hadoop) {
        throw new UnsupportedOperationException(source.kind() + plan + hadoop);
    }
}
