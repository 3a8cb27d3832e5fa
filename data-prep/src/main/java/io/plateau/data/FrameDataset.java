package io.plateau.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/**
 * The rows of a DataFrame as a dataset that lies nowhere: their description and their shards.
 *
 * <p>Rows are put in order first, so that nothing depends on how the DataFrame is divided into partitions: by a column that says the
 * order, where there is one, else by a hash of their numbers. Rows that are still equal are equal in all their numbers. From there on it
 * goes as with a prepared dataset: row r of a split belongs to shard {@code r mod shards}, and statistics are taken over the training rows
 * in their order, by one task, so that a prepared dataset with the same rows in the same order has the same numbers, bit for bit.
 *
 * <p>The DataFrame is read up to four times, so cache it; it must not change in between.
 */
public final class FrameDataset {

    /** Name of a boolean column: whether the row is a validation row; never null. */
    public static final String VALIDATION = "validation";

    /** Name of a column of any type that can be sorted by. */
    public static final String ORDER = "order";

    /** Name of an array of floats, equally long in all rows. */
    public static final String FEATURES = "features";

    /** Name of an array of floats, the targets of all tasks one after another; NaN where a label is missing. */
    public static final String TARGETS = "targets";

    private final JavaRDD<InternalRow> rows;
    private final FrameRanks ranks;
    private final Dataset dataset;

    private FrameDataset(JavaRDD<InternalRow> rows, FrameRanks ranks, Dataset dataset) {
        this.rows = rows;
        this.ranks = ranks;
        this.dataset = dataset;
    }

    /**
     * Reads a DataFrame once, in order.
     *
     * @param frame columns {@link #VALIDATION}, {@link #FEATURES}, {@link #TARGETS} and, where rows have an order, {@link #ORDER}
     * @param featureNames names of the features, or empty to number them: {@code x0, x1, ...}
     * @param targets the tasks; a classification without labels has the labels 0, 1, ... up to the largest that occurs
     * @return the dataset
     * @throws DataProblem naming everything that makes the rows unfit to train on
     */
    public static FrameDataset of(
            org.apache.spark.sql.Dataset<Row> frame, List<String> featureNames, List<Target> targets) {
        JavaRDD<InternalRow> rows = inOrder(frame);
        FrameSurvey empty = new FrameSurvey(targets);
        FrameSurvey survey = rows
                .mapPartitions(FrameSurvey::marked)
                .rdd()
                .coalesce(1, false, Option.apply(new OneAfterAnother()), null)
                .toJavaRDD()
                .mapPartitions(all -> List.of(empty.of(all)).iterator())
                .collect()
                .stream()
                .findFirst()
                .orElse(empty);
        survey.requireUsable(targets, featureNames);
        return new FrameDataset(rows, survey.ranks(), describe(survey, featureNames, targets));
    }

    private static JavaRDD<InternalRow> inOrder(org.apache.spark.sql.Dataset<Row> frame) {
        Column features = functions.col(FEATURES);
        Column targets = functions.col(TARGETS);
        List<Column> order = new ArrayList<>();
        if (List.of(frame.columns()).contains(ORDER)) {
            order.add(functions.col(ORDER));
        }
        order.addAll(List.of(hash(features, targets), features, targets));
        return frame.sort(order.toArray(Column[]::new))
                .select(VALIDATION, FEATURES, TARGETS)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }

    /**
     * Draws validation rows: a row is one when a hash of its numbers says so, whatever the other rows are. Rows that are equal in all
     * numbers stay together.
     *
     * @param features column of arrays of floats
     * @param targets column of arrays of floats
     * @param fraction expected share of the rows, from 0 to 1
     * @param seed another one draws others
     * @return a boolean column
     */
    public static Column draw(Column features, Column targets, double fraction, long seed) {
        long grains = 1L << 30;
        return functions
                .pmod(hash(features, targets, functions.lit(seed)), functions.lit(grains))
                .lt(Math.round(fraction * grains));
    }

    private static Column hash(Column... columns) {
        return functions.xxhash64(columns).cast(DataTypes.LongType);
    }

    private static Dataset describe(FrameSurvey survey, List<String> featureNames, List<Target> targets) {
        List<String> names = featureNames.isEmpty()
                ? IntStream.range(0, survey.width()).mapToObj(i -> "x" + i).toList()
                : featureNames;
        List<FeatureSchema> features = survey.features(names);
        List<TaskSchema> tasks = survey.tasks(targets);
        RowCounts counts = survey.ranks().counts();
        return new Dataset(
                Dataset.FORMAT_VERSION,
                Preparation.version(),
                "dataframe",
                Checksum.of("plateau dataframe\n" + counts + "\n" + features + "\n" + tasks),
                new SourceInfo("dataframe", null, 0, null, new TreeMap<>()),
                counts,
                new SplitPlan(1, 0, 0, 0, null),
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

    /**
     * The description: without files and without a test split.
     *
     * @return rows per split, features, tasks, statistics of the training rows
     */
    public Dataset dataset() {
        return dataset;
    }

    /**
     * The shards of every split that has rows: partition i holds shard i. Lazy; cache them.
     *
     * @param shards number of shards of the training split, at most its rows; the validation split has at most one per row
     * @param scaleTargets whether regression targets are standardised
     * @return an RDD per split
     */
    public Map<Split, JavaRDD<Shard>> shards(int shards, boolean scaleTargets) {
        Map<Split, JavaRDD<Shard>> all = new EnumMap<>(Split.class);
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
            long count = dataset.rows(split);
            if (count > 0) {
                int parts = (int) Math.min(shards, count);
                ShardAssembly assembly = new ShardAssembly(
                        Scaling.ofFeatures(dataset.features()),
                        Scaling.ofTargets(dataset.tasks(), scaleTargets),
                        0,
                        count,
                        parts);
                FrameRanks places = ranks;
                all.put(
                        split,
                        rows.mapPartitionsWithIndex((index, some) -> places.of(split, index, some), false)
                                .mapPartitionsToPair(assembly::cut)
                                .partitionBy(new ShardPartitioner(parts))
                                .mapPartitionsWithIndex(assembly::join, true));
            }
        }
        return all;
    }
}
