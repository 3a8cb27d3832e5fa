package io.plateau.data;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Adds the rows of another table to a dataset, as a part with a date.
 *
 * <p>What the dataset is stays as it is: its columns, categories and class labels, the statistics that scale it, and the split of every
 * row that is there. So a model trained before the rows came can be trained on, and none of its training rows becomes a validation row.
 * The new rows are divided by the dataset's plan; groups that are there already stay where they are.
 */
public final class DatasetAppender {

    private static final int FILES = 1;

    private final Path directory;
    private final Dataset stored;
    private final SparkSession spark;
    private final Configuration hadoop;

    private DatasetAppender(SparkSession spark, Path directory, Dataset stored) {
        this.spark = spark;
        this.directory = directory;
        this.stored = stored;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
    }

    /**
     * Adds rows. Either all of them are there afterwards or none.
     *
     * @param spark session that writes the Parquet file
     * @param directory the dataset, made from a table
     * @param table more rows in the format of that table, with the columns that the dataset has; others are ignored. A category that the
     *     dataset does not know becomes zeros
     * @param added the date of the part; not before that of the newest part
     * @return the description of the dataset with the rows
     * @throws DataProblem when the dataset is none of a table, the table lacks a column or holds a class label that the dataset does not
     *     know, the date is too early, or the dataset changed meanwhile
     */
    public static Dataset append(SparkSession spark, Path directory, Path table, Instant added) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        return new DatasetAppender(spark, directory, Dataset.read(directory, hadoop)).append(table, added);
    }

    private Dataset append(Path table, Instant added) {
        String where = Problems.show(directory);
        if (stored.graph() != null
                || stored.splitFile() != null
                || !stored.source().kind().equals("csv")) {
            throw new DataProblem(where + " takes no more rows: only datasets of a text table, divided by shares, do."
                    + " Prepare it anew from all rows.");
        }
        List<DatasetPart> parts = new ArrayList<>(parts());
        Instant newest = Instant.parse(parts.get(parts.size() - 1).added());
        if (added.isBefore(newest)) {
            throw new DataProblem(where + ": the newest part was added " + newest + ", rows of " + added
                    + " cannot come after it. Name a later moment.");
        }
        OutputDirectory output = OutputDirectory.openToAdd(directory, hadoop);
        try {
            CsvReading reading = new CsvReading(source(table), stored.split(), hadoop);
            Reading.Survey survey = reading.survey();
            SplitAssignment assignment = SplitAssignment.ofMore(
                    stored.split(),
                    stored.rows(),
                    survey.rows(),
                    stored.split().groupColumn() == null ? null : groups(),
                    survey.rowsOfGroup());
            Reading.EncodedRows encoded = reading.rows(new Reading.Schema(stored.features(), stored.tasks()));
            List<DataFile> files = new ArrayList<>(stored.files());
            files.addAll(output.placed(ParquetFiles.write(
                    spark,
                    new RowRange(encoded, assignment, null, stored.rows(), hadoop),
                    survey.rows(),
                    FILES,
                    output.staging())));
            String sha256 = survey.info().sha256();
            parts.add(new DatasetPart(added.toString(), sha256, assignment.counts()));
            Dataset more = stored.withMore(Fingerprint.appended(stored.fingerprint(), sha256), parts, files);
            output.add(stored, more, hadoop);
            return more;
        } catch (Exception e) {
            output.discard();
            throw DatasetWriter.problem(e, directory);
        }
    }

    /** The parts so far; a dataset that nothing was added to is one, of the time it was described. */
    private List<DatasetPart> parts() {
        if (!stored.parts().isEmpty()) {
            return stored.parts();
        }
        Path file = new Path(directory, Dataset.FILE_NAME);
        try {
            long time = file.getFileSystem(hadoop).getFileStatus(file).getModificationTime();
            return List.of(new DatasetPart(Instant.ofEpochMilli(time).toString(), null, stored.rows()));
        } catch (IOException e) {
            throw Problems.unreadable(file, e);
        }
    }

    private CsvSource source(Path table) {
        List<String> columns;
        try (CsvReader reader = CsvReader.open(table, stored.format(), hadoop)) {
            columns = reader.columns();
        }
        List<Target> targets = stored.tasks().stream()
                .map(task -> new Target(
                        task.name(),
                        task.type(),
                        task.columns(),
                        task.type() == TaskType.REGRESSION ? List.of() : task.labels(),
                        task.unit()))
                .toList();
        Set<String> used = new HashSet<>(
                stored.features().stream().map(FeatureSchema::column).toList());
        List<String> categorical = stored.features().stream()
                .filter(feature -> feature.kind() == FeatureSchema.Kind.CATEGORY)
                .map(FeatureSchema::column)
                .distinct()
                .toList();
        targets.forEach(target -> used.addAll(target.columns()));
        Optional.ofNullable(stored.split().groupColumn()).ifPresent(used::add);
        List<String> ignored =
                columns.stream().filter(column -> !used.contains(column)).toList();
        return new CsvSource(
                table, stored.format(), targets, categorical, ignored, stored.missingFeatures(), Integer.MAX_VALUE);
    }

    /** Where the groups are that are there already. */
    private Map<String, Split> groups() {
        String[] files = stored.files().stream()
                .map(file -> new Path(directory, file.name()).toString())
                .toArray(String[]::new);
        Map<String, Split> byLabel = new HashMap<>();
        for (Split split : Split.values()) {
            byLabel.put(split.label(), split);
        }
        Map<String, Split> groups = new HashMap<>();
        spark.read()
                .schema(Columns.SCHEMA)
                .parquet(files)
                .select(functions.col(Columns.GROUP), functions.col(Columns.SPLIT))
                .distinct()
                .collectAsList()
                .forEach(row -> groups.put(row.getString(0), byLabel.get(row.getString(1))));
        return groups;
    }
}
