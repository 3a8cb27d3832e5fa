package io.plateau.report;

import java.util.List;

/**
 * A table of a report: the first column to the left, the others to the right.
 *
 * @param title what stands above it
 * @param header names of the columns
 * @param rows as many cells each
 * @param caption what its figures and marks mean; may be empty
 * @param words whether the cells are words, which begin on the left and may go on below
 */
public record Table(String title, List<String> header, List<List<Cell>> rows, String caption, boolean words) {

    /** Copies the lists. */
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * One cell.
     *
     * @param text what it says
     * @param best whether it is the best of its kind
     */
    public record Cell(String text, boolean best) {

        /** A cell like any other. */
        public static Cell of(String text) {
            return new Cell(text, false);
        }
    }

    /** A table of plain cells. */
    public static Table of(String title, List<String> header, List<List<String>> rows, String caption) {
        return new Table(
                title,
                header,
                rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList(),
                caption,
                false);
    }

    /** The same with cells of words. */
    public Table ofWords() {
        return new Table(title, header, rows, caption, true);
    }
}
