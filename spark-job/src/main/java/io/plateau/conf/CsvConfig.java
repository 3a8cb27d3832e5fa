package io.plateau.conf;

import io.plateau.data.MissingFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Section {@code dataset.source.csv}.
 *
 * @param file path of the file
 * @param delimiter between two cells, one or more characters
 * @param quote around a cell that holds the delimiter, one character; empty: none
 * @param header whether the first line holds the column names
 * @param columns column names when there is no header, else empty
 * @param targets target columns, one task each
 * @param binary targets that are classes with two values
 * @param classes targets that are classes with two or more values
 * @param categorical inputs to expand one-hot
 * @param ignore columns to leave out
 * @param group column whose equal values stay in one split; empty: none
 * @param missing cells that mean "not known"
 * @param missingFeatures what a missing cell of a numeric input means
 * @param maxCategories most categories or labels of one column
 */
public record CsvConfig(
        String file,
        String delimiter,
        String quote,
        boolean header,
        List<String> columns,
        List<String> targets,
        List<String> binary,
        List<String> classes,
        List<String> categorical,
        List<String> ignore,
        String group,
        List<String> missing,
        MissingFeatures missingFeatures,
        int maxCategories) {

    static CsvConfig from(Section csv, boolean used) {
        CsvConfig config = new CsvConfig(
                used ? csv.filled("file") : csv.text("file"),
                csv.matching("delimiter", "(?s).+", "must not be empty"),
                csv.matching("quote", "(?s).?", "must be one character or empty"),
                csv.flag("header"),
                csv.columnNames("columns"),
                csv.columnNames("targets"),
                csv.columnNames("binary"),
                csv.columnNames("classes"),
                csv.columnNames("categorical"),
                csv.columnNames("ignore"),
                csv.text("group"),
                csv.texts("missing"),
                csv.choice("missing-features", MissingFeatures.class),
                csv.whole("max-categories", 2, 1_000_000));
        if (used) {
            config.check(csv);
        }
        return config;
    }

    private void check(Section csv) {
        csv.require(!targets.isEmpty(), "targets", "names no column: name at least one target");
        csv.require(header || !columns.isEmpty(), "columns", "is empty, but header = false: name the columns in order");
        csv.require(!header || columns.isEmpty(), "columns", "names columns, but header = true: the file names them");
        csv.require(!delimiter.equals(quote), "quote", "is the same character as the delimiter");
        for (String key : List.of("binary", "classes")) {
            List<String> strange = new ArrayList<>("binary".equals(key) ? binary : classes);
            strange.removeAll(targets);
            csv.require(strange.isEmpty(), key, "names " + strange + ", which is not among the targets " + targets);
        }
        List<String> both = new ArrayList<>(binary);
        both.retainAll(classes);
        csv.require(both.isEmpty(), "classes", "and binary both name " + both);
        for (String key : List.of("categorical", "ignore")) {
            List<String> clash = new ArrayList<>("ignore".equals(key) ? ignore : categorical);
            clash.retainAll(targets);
            csv.require(clash.isEmpty(), key, "names the target " + clash);
        }
    }
}
