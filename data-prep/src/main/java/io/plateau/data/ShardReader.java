package io.plateau.data;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Opens a dataset as shards. Row number r of a split, counted in the order of the source, belongs to shard {@code r mod shards}, and
 * rows keep their order inside a shard, so the shards depend on nothing but the dataset, the split and their number.
 */
public final class ShardReader {

    private ShardReader() {}

    /**
     * Shards with standardised regression targets; see {@link #shards(SparkSession, Path, Dataset, Split, int, boolean)}.
     *
     * @param spark session to read with
     * @param directory the dataset
     * @param dataset its description
     * @param split which rows
     * @param shards number of shards
     * @return one shard per partition
     */
    public static JavaRDD<Shard> shards(SparkSession spark, Path directory, Dataset dataset, Split split, int shards) {
        return shards(spark, directory, dataset, split, shards, true);
    }

    /**
     * An RDD whose partition i holds exactly shard i. Lazy and rebuildable from the Parquet files; cache it.
     *
     * @param spark session to read with
     * @param directory the dataset
     * @param dataset its description
     * @param split which rows
     * @param shards number of shards, at most the rows of the split
     * @param scaleTargets whether regression targets are standardised (else in original units)
     * @return one shard per partition
     * @throws DataProblem when the split has fewer rows than shards, or a Parquet file is missing or not of the recorded size
     */
    public static JavaRDD<Shard> shards(
            SparkSession spark, Path directory, Dataset dataset, Split split, int shards, boolean scaleTargets) {
        return new ShardQuery(spark, directory, dataset, split, shards, scaleTargets).run();
    }

    /**
     * The same for a dataset that may be divided otherwise than it is stored.
     *
     * @param spark session to read with
     * @param directory the dataset
     * @param dataset its description, with the rows and statistics of the view
     * @param view the division; empty: the stored one
     * @param split which rows
     * @param shards number of shards, at most the rows of the split
     * @param scaleTargets whether regression targets are standardised (else in original units)
     * @return one shard per partition
     * @throws DataProblem as {@link #shards(SparkSession, Path, Dataset, Split, int, boolean)}
     */
    public static JavaRDD<Shard> shards(
            SparkSession spark,
            Path directory,
            Dataset dataset,
            Optional<SplitView> view,
            Split split,
            int shards,
            boolean scaleTargets) {
        RowRanks ranks = view.map(divided -> divided.ranks(split)).orElse(null);
        long from = view.map(divided -> divided.from(split)).orElse(0L);
        return new ShardQuery(spark, directory, dataset, split, shards, scaleTargets).run(ranks, from);
    }

    /**
     * The same shards in memory, in their order.
     *
     * @param spark session to read with
     * @param directory the dataset
     * @param dataset its description
     * @param split which rows
     * @param shards number of shards
     * @param scaleTargets whether regression targets are standardised
     * @return all shards
     * @throws DataProblem as {@link #shards(SparkSession, Path, Dataset, Split, int, boolean)}
     */
    public static List<Shard> collect(
            SparkSession spark, Path directory, Dataset dataset, Split split, int shards, boolean scaleTargets) {
        return shards(spark, directory, dataset, split, shards, scaleTargets).collect();
    }

    /**
     * Whether the dataset is whole, as far as sizes tell: reads no file.
     *
     * @param directory the dataset
     * @param dataset its description
     * @param hadoop for the file system
     * @throws DataProblem when a Parquet file is missing or not of the recorded size
     */
    public static void requireFiles(Path directory, Dataset dataset, Configuration hadoop) {
        ParquetFiles.requireSizes(directory, dataset, hadoop);
    }

    /**
     * Reads every Parquet file and compares its SHA-256.
     *
     * @param directory the dataset
     * @param dataset its description
     * @param hadoop for the file system
     * @throws DataProblem when a file is missing or its content is not what was written
     */
    public static void verify(Path directory, Dataset dataset, Configuration hadoop) {
        ParquetFiles.requireContent(directory, dataset, hadoop);
    }
}
