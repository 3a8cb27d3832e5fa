package io.plateau.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Rows of a dataset chosen otherwise than they are stored. The dataset itself stays as it is. Immutable.
 *
 * <p>Molecules divided by a file: the rows that the file names, in the order of the dataset, with target statistics from the training
 * rows of the file. The numbers are those that a preparation with the same file would have given, bit for bit; memory is some bytes per
 * row. A table's newer parts: their training rows, with all the rows of the other splits.
 */
public final class SplitView {

    private final Dataset dataset;
    private final Map<Split, RowRanks> ranks;
    private final long firstTrainingRank;

    private SplitView(Dataset dataset, Map<Split, RowRanks> ranks, long firstTrainingRank) {
        this.dataset = dataset;
        this.ranks = ranks;
        this.firstTrainingRank = firstTrainingRank;
    }

    /**
     * The training rows of the parts that were added after a moment, and all validation and test rows: what a model forgets is to show
     * in its scores.
     *
     * @param directory the dataset, for messages
     * @param stored its description
     * @param moment the moment
     * @return the view
     * @throws DataProblem when the dataset has no dated parts, or no training rows since then
     */
    public static SplitView since(Path directory, Dataset stored, Instant moment) {
        String where = Problems.show(directory);
        if (stored.parts().isEmpty()) {
            throw new DataProblem(where + " has no dated parts, nothing was ever added to it. Add rows with 'prepare"
                    + " append', or leave out --since (dataset.since).");
        }
        long before = 0;
        for (DatasetPart part : stored.parts()) {
            before += Instant.parse(part.added()).isAfter(moment)
                    ? 0
                    : part.rows().train();
        }
        long rows = stored.rows(Split.TRAIN) - before;
        if (rows == 0) {
            throw new DataProblem(where + " has no training rows since " + moment + ": its newest part was added "
                    + stored.parts().get(stored.parts().size() - 1).added()
                    + ". Add rows with 'prepare append', or name an earlier moment.");
        }
        String fingerprint = Fingerprint.since(stored.fingerprint(), before);
        return new SplitView(stored.withTrainingRows(rows, fingerprint), Map.of(), before);
    }

    /**
     * Divides a dataset. Reads the numbers and the targets of all its rows.
     *
     * @param directory the dataset
     * @param stored its description
     * @param file the division
     * @param hadoop for the file system
     * @return the view
     * @throws DataProblem when the dataset is a table, whose features are scaled by the rows it was prepared with; when it lacks a row of
     *     the file; or when a target does not vary over the training rows
     */
    public static SplitView of(Path directory, Dataset stored, SplitFile file, Configuration hadoop) {
        String where = Problems.show(directory);
        if (stored.graph() == null) {
            throw new DataProblem(where + " is a table: its scaling comes from the rows that it was prepared with. "
                    + "Prepare it with this split file, instead of dividing it afterwards.");
        }
        ParquetFiles.requireSizes(directory, stored, hadoop);
        LongStream.Builder all = LongStream.builder();
        Map<Split, LongStream.Builder> order = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            order.put(split, LongStream.builder());
        }
        TaskStatistics[] statistics = stored.tasks().stream()
                .map(task -> new TaskStatistics(task.width()))
                .toArray(TaskStatistics[]::new);
        long rows = 0;
        try (ParquetRows reader = new ParquetRows(directory, stored, hadoop, Columns.ROW, Columns.TARGETS)) {
            for (; reader.advance(); rows++) {
                long id = reader.id();
                all.add(id);
                Split split = file.splitOf(id);
                if (split != null) {
                    order.get(split).add(id);
                }
                if (split == Split.TRAIN) {
                    float[] y = reader.floats(Columns.TARGETS);
                    for (int t = 0; t < statistics.length; t++) {
                        statistics[t].add(y, stored.targetOffset(t));
                    }
                }
            }
        }
        file.requireIn(all.build().toArray(), where);
        Map<Split, RowRanks> ranks = new EnumMap<>(Split.class);
        order.forEach(
                (split, ids) -> ranks.put(split, RowRanks.ofOrder(ids.build().toArray())));
        return new SplitView(
                stored.withSplit(file, tasks(stored, statistics, where), leftOut(stored, file, rows)), ranks, 0);
    }

    private static List<TaskSchema> tasks(Dataset stored, TaskStatistics[] statistics, String where) {
        List<TaskSchema> tasks = new ArrayList<>();
        for (int t = 0; t < statistics.length; t++) {
            TaskSchema task = stored.tasks().get(t);
            statistics[t].requireVariation(where, task.columns());
            tasks.add(new TaskSchema(
                    task.name(),
                    task.type(),
                    task.columns(),
                    task.unit(),
                    statistics[t].means(),
                    statistics[t].sampleStds(),
                    task.labels(),
                    task.metricUnit(),
                    task.metricFactor()));
        }
        return tasks;
    }

    private static SortedMap<String, Long> leftOut(Dataset stored, SplitFile file, long rows) {
        SortedMap<String, Long> leftOut = new TreeMap<>(stored.leftOut());
        long unlisted = leftOut.getOrDefault(Preparation.NOT_IN_SPLIT, 0L)
                + rows
                - file.counts().total();
        if (unlisted > 0) {
            leftOut.put(Preparation.NOT_IN_SPLIT, unlisted);
        }
        return leftOut;
    }

    /**
     * The description of the dataset so divided.
     *
     * @return rows per split and statistics follow the file
     */
    public Dataset dataset() {
        return dataset;
    }

    /** Ranks instead of the stored ones; null: those. */
    RowRanks ranks(Split split) {
        return ranks.get(split);
    }

    /** The first stored rank of the view. */
    long from(Split split) {
        return split == Split.TRAIN ? firstTrainingRank : 0;
    }
}
