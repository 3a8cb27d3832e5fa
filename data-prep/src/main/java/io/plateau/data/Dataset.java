package io.plateau.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The content of {@code dataset.json}: everything about a prepared dataset but its rows. Immutable.
 *
 * @param formatVersion version of the layout on disk
 * @param plateauVersion version of the software that wrote it
 * @param name name of the dataset
 * @param fingerprint see {@link Fingerprint}: equal for equal source content and settings
 * @param source what it was made from
 * @param rows rows per split
 * @param split how the rows were divided
 * @param features the feature vector, component by component
 * @param tasks the tasks, in the order of their target columns
 * @param format how a table of new rows is read by default
 * @param missingFeatures what a missing number in a new row means
 * @param files the Parquet files, in the order of their rows
 * @param graph what the rows are, null for a table
 * @param leftOut how many entries of the source are not in the dataset, by the kind of reason
 * @param missingLabels how many labels of each task are missing, where any is; molecules only
 * @param splitFile the file that divided the rows, null when the plan did
 * @param parts the rows by when they came, oldest first; empty for a dataset that nothing was added to
 */
public record Dataset(
        int formatVersion,
        String plateauVersion,
        String name,
        String fingerprint,
        SourceInfo source,
        RowCounts rows,
        SplitPlan split,
        List<FeatureSchema> features,
        List<TaskSchema> tasks,
        CsvFormat format,
        MissingFeatures missingFeatures,
        List<DataFile> files,
        @JsonInclude(JsonInclude.Include.NON_NULL) GraphSchema graph,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Long> leftOut,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Long> missingLabels,
        @JsonInclude(JsonInclude.Include.NON_NULL) DataFile splitFile,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DatasetPart> parts) {

    /** The layout that this version writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /** Name of the file whose presence makes a directory a complete dataset. */
    public static final String FILE_NAME = "dataset.json";

    /** Copies the collections. */
    public Dataset {
        leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
        missingLabels = Collections.unmodifiableSortedMap(new TreeMap<>(missingLabels));
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
        files = List.copyOf(files);
        parts = List.copyOf(parts);
    }

    /**
     * Reads {@code dataset.json} and checks that it is whole and of a known version. The Parquet files are not opened.
     *
     * @param directory the dataset
     * @param hadoop for the file system
     * @return the description
     * @throws DataProblem when the directory holds no complete dataset or one of another version
     */
    public static Dataset read(Path directory, Configuration hadoop) {
        return DatasetJson.read(directory, hadoop);
    }

    /**
     * Reads a description that was stored elsewhere than in a dataset, such as with a model.
     *
     * @param json what {@link #toJson()} gave
     * @param where what to call it in messages
     * @return the description
     * @throws DataProblem when it is damaged or of another version
     */
    public static Dataset ofJson(String json, String where) {
        return DatasetJson.parse(json, where);
    }

    /**
     * The content of {@code dataset.json}.
     *
     * @return JSON
     */
    public String toJson() {
        return DatasetJson.write(this);
    }

    /**
     * Whether a directory holds a complete dataset.
     *
     * @param directory where to look
     * @param hadoop for the file system
     * @return true when {@code dataset.json} is there
     */
    public static boolean exists(Path directory, Configuration hadoop) {
        return DatasetJson.exists(directory, hadoop);
    }

    /**
     * The same dataset with other tasks: a view for models and scores. The rows on disk are as they were, so the view is not to
     * be read with {@link ShardReader}.
     *
     * @param other the tasks of the view
     * @return a new description
     */
    public Dataset withTasks(List<TaskSchema> other) {
        return with(fingerprint, rows, features, other, leftOut, splitFile);
    }

    /** The same rows and more. */
    Dataset withMore(String newFingerprint, List<DatasetPart> newParts, List<DataFile> newFiles) {
        RowCounts newRows = newParts.stream().map(DatasetPart::rows).reduce(RowCounts.NONE, RowCounts::plus);
        return new Dataset(
                formatVersion,
                Preparation.version(),
                name,
                newFingerprint,
                source,
                newRows,
                split,
                features,
                tasks,
                format,
                missingFeatures,
                newFiles,
                graph,
                leftOut,
                missingLabels,
                splitFile,
                newParts);
    }

    /** A view of some of the training rows. */
    Dataset withTrainingRows(long train, String newFingerprint) {
        RowCounts some = new RowCounts(train, rows.validation(), rows.test());
        return with(newFingerprint, some, features, tasks, leftOut, splitFile);
    }

    /**
     * The same dataset with other statistics of the features.
     *
     * @param other the features, the same components in the same order
     * @return a new description
     */
    public Dataset withFeatures(List<FeatureSchema> other) {
        return with(fingerprint, rows, other, tasks, leftOut, splitFile);
    }

    /** The same rows divided by a file. */
    Dataset withSplit(SplitFile file, List<TaskSchema> newTasks, SortedMap<String, Long> newLeftOut) {
        return with(
                Fingerprint.divided(fingerprint, file.info()),
                file.counts(),
                features,
                newTasks,
                newLeftOut,
                file.info());
    }

    private Dataset with(
            String newFingerprint,
            RowCounts newRows,
            List<FeatureSchema> newFeatures,
            List<TaskSchema> newTasks,
            SortedMap<String, Long> newLeftOut,
            DataFile newSplitFile) {
        return new Dataset(
                formatVersion,
                plateauVersion,
                name,
                newFingerprint,
                source,
                newRows,
                split,
                newFeatures,
                newTasks,
                format,
                missingFeatures,
                files,
                graph,
                newLeftOut,
                missingLabels,
                newSplitFile,
                parts);
    }

    /**
     * The rows of one split.
     *
     * @param which the split
     * @return its rows
     */
    public long rows(Split which) {
        return rows.of(which);
    }

    /**
     * Length of a feature vector: of a row in a table, of an atom in a molecule.
     *
     * @return number of components
     */
    public int featureCount() {
        return features.size();
    }

    /**
     * Length of a target row.
     *
     * @return sum of the widths of the tasks
     */
    public int targetWidth() {
        return targetOffset(tasks.size());
    }

    /**
     * Where a task begins in a target row.
     *
     * @param task index of the task, or the number of tasks for the end
     * @return sum of the widths of the tasks before it
     */
    public int targetOffset(int task) {
        return tasks.subList(0, task).stream().mapToInt(TaskSchema::width).sum();
    }

    /**
     * Raw outputs of a model over all tasks.
     *
     * @return sum of {@link TaskSchema#outputs()}
     */
    public int outputs() {
        return tasks.stream().mapToInt(TaskSchema::outputs).sum();
    }
}
