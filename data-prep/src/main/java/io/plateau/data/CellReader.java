package io.plateau.data;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;

/** The meaning of single cells: a number, a category, or missing. A null cell is always missing. */
final class CellReader implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String[] columns;
    private final HashSet<String> missing;
    private final boolean failOnMissing;

    CellReader(String file, Collection<String> columns, Collection<String> missing, MissingFeatures policy) {
        this.file = file;
        this.columns = columns.toArray(String[]::new);
        this.missing = new HashSet<>(missing);
        this.failOnMissing = policy == MissingFeatures.FAIL;
    }

    boolean isMissing(CsvRow row, int column) {
        String cell = row.cell(column);
        return cell == null || missing.contains(cell);
    }

    /** A finite number, or NaN for a missing cell where the policy allows it. */
    float feature(CsvRow row, int column) {
        if (!isMissing(row, column)) {
            return number(
                    row, column, "Correct the cell, or prepare the data with the column under categorical or ignore.");
        }
        if (failOnMissing) {
            String cell = row.cell(column);
            throw problem(
                    row,
                    column,
                    "the feature is missing (" + (cell == null || cell.isEmpty() ? "empty cell" : Problems.show(cell))
                            + "). Fill it, or prepare the data with missing-features = mean or without the column.");
        }
        return Float.NaN;
    }

    /** A finite number, or NaN for a missing label. */
    float target(CsvRow row, int column) {
        return isMissing(row, column)
                ? Float.NaN
                : number(row, column, "Correct the cell, or list the target under binary or classes.");
    }

    /** The category, empty for a missing cell. */
    String category(CsvRow row, int column) {
        return isMissing(row, column) ? "" : row.cell(column);
    }

    DataProblem problem(CsvRow row, int column, String what) {
        return Problems.cell(file, row.line(), columns[column], what);
    }

    private float number(CsvRow row, int column, String remedy) {
        try {
            return Numbers.parse(row.cell(column));
        } catch (Numbers.NotANumber e) {
            throw problem(row, column, e.getMessage() + ". " + remedy);
        }
    }
}
