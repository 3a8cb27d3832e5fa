package io.plateau.data;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/** One reading of one split from its Parquet files. */
record ShardQuery(SparkSession spark, Path directory, Dataset dataset, Split split, int shards, boolean scaleTargets) {

    /** Reads with the stored division. */
    JavaRDD<Shard> run() {
        return run(null, 0);
    }

    /**
     * Reads with another division.
     *
     * @param ranks ranks instead of the stored ones, molecules only; null: the stored ones
     * @param from the first stored rank to read, tables only
     */
    JavaRDD<Shard> run(RowRanks ranks, long from) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        long rows = dataset.rows(split);
        if (shards < 1 || rows < shards) {
            throw new DataProblem("the " + split.label() + " split of " + Problems.show(directory) + " has " + rows
                    + (rows == 1 ? " row" : " rows") + ", too few for " + shards
                    + " shards. Set training.shards to at least 1 and at most " + rows + ".");
        }
        ParquetFiles.requireSizes(directory, dataset, hadoop);
        ShardPartitioner partitioner = new ShardPartitioner(shards);
        Scaling targets = Scaling.ofTargets(dataset.tasks(), scaleTargets);
        if (dataset.graph() == null) {
            ShardAssembly assembly =
                    new ShardAssembly(Scaling.ofFeatures(dataset.features()), targets, from, rows, shards);
            return rows(
                            split(split).filter(functions.col(Columns.RANK).geq(from)),
                            Columns.ROW,
                            Columns.RANK,
                            Columns.FEATURES,
                            Columns.TARGETS)
                    .mapPartitionsToPair(assembly::cut)
                    .partitionBy(partitioner)
                    .mapPartitionsWithIndex(assembly::join, true);
        }
        MoleculeAssembly assembly = new MoleculeAssembly(dataset.featureCount(), targets, ranks, rows, shards);
        return (ranks == null ? stored(moleculeColumns()) : all(moleculeColumns()))
                .mapPartitionsToPair(assembly::cut)
                .partitionBy(partitioner)
                .mapPartitionsWithIndex(assembly::join, true);
    }

    private static String[] moleculeColumns() {
        return new String[] {
            Columns.ROW, Columns.RANK, Columns.FEATURES, Columns.TARGETS, Columns.POSITIONS, Columns.BONDS
        };
    }

    private JavaRDD<InternalRow> stored(String... columns) {
        return rows(split(split), columns);
    }

    private org.apache.spark.sql.Dataset<Row> split(Split which) {
        return files().filter(functions.col(Columns.SPLIT).equalTo(which.label()));
    }

    private JavaRDD<InternalRow> all(String... columns) {
        return rows(files(), columns);
    }

    private org.apache.spark.sql.Dataset<Row> files() {
        String[] files = dataset.files().stream()
                .map(file -> new Path(directory, file.name()).toString())
                .toArray(String[]::new);
        return spark.read().schema(Columns.of(dataset.graph())).parquet(files);
    }

    /** Spark's internal rows give float[] without boxing each element. */
    private static JavaRDD<InternalRow> rows(org.apache.spark.sql.Dataset<Row> files, String... columns) {
        return files.selectExpr(columns).queryExecution().toRdd().toJavaRDD();
    }
}
