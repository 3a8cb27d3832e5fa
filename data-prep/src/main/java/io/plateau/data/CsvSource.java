package io.plateau.data;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * A text table. Every column that is neither target, group nor ignored is a feature: a number, or one-hot when listed as
 * categorical.
 *
 * @param file the table, on any Hadoop file system; executors must see it under the same path
 * @param format how to read it
 * @param targets the tasks, in the order that the model and every report keep
 * @param categorical feature columns to expand into one indicator per category
 * @param ignored columns that play no part
 * @param missingFeatures what a missing cell of a numeric feature means
 * @param maxCategories most categories or class labels that one column may have
 */
public record CsvSource(
        Path file,
        CsvFormat format,
        List<Target> targets,
        List<String> categorical,
        List<String> ignored,
        MissingFeatures missingFeatures,
        int maxCategories)
        implements Source {

    private static final int DEFAULT_MAX_CATEGORIES = 1000;

    /** Copies the lists. */
    public CsvSource {
        targets = List.copyOf(targets);
        categorical = List.copyOf(categorical);
        ignored = List.copyOf(ignored);
    }

    /**
     * A table in the standard format whose other columns are all numeric.
     *
     * @param file the table
     * @param targets the tasks
     * @return the source
     */
    public static CsvSource of(Path file, List<Target> targets) {
        return new CsvSource(
                file,
                CsvFormat.standard(),
                targets,
                List.of(),
                List.of(),
                MissingFeatures.FAIL,
                DEFAULT_MAX_CATEGORIES);
    }

    /**
     * The same source read in another format.
     *
     * @param newFormat how to read the table
     * @return a new source
     */
    public CsvSource withFormat(CsvFormat newFormat) {
        return new CsvSource(file, newFormat, targets, categorical, ignored, missingFeatures, maxCategories);
    }

    /**
     * The same source with categorical features.
     *
     * @param columns feature columns to expand
     * @return a new source
     */
    public CsvSource withCategorical(List<String> columns) {
        return new CsvSource(file, format, targets, columns, ignored, missingFeatures, maxCategories);
    }

    /**
     * The same source without some columns.
     *
     * @param columns columns that play no part
     * @return a new source
     */
    public CsvSource withIgnored(List<String> columns) {
        return new CsvSource(file, format, targets, categorical, columns, missingFeatures, maxCategories);
    }

    /**
     * The same source with another reading of missing numbers.
     *
     * @param policy what a missing cell of a numeric feature means
     * @return a new source
     */
    public CsvSource withMissingFeatures(MissingFeatures policy) {
        return new CsvSource(file, format, targets, categorical, ignored, policy, maxCategories);
    }

    /**
     * The same source with another limit on categories.
     *
     * @param limit most categories or class labels that one column may have
     * @return a new source
     */
    public CsvSource withMaxCategories(int limit) {
        return new CsvSource(file, format, targets, categorical, ignored, missingFeatures, limit);
    }

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public SortedMap<String, String> options() {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("format", format.toString());
        options.put("targets", targets.toString());
        options.put("categorical", new TreeSet<>(categorical).toString());
        options.put("ignored", new TreeSet<>(ignored).toString());
        options.put("missing-features", missingFeatures.label());
        return options;
    }
}
