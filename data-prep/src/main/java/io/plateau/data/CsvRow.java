package io.plateau.data;

/** One record of a text table and where it stands. Immutable by convention: the cells are not copied. */
public final class CsvRow {

    private final long line;
    private final String[] cells;

    CsvRow(long line, String[] cells) {
        this.line = line;
        this.cells = cells;
    }

    /**
     * Line of the file on which the record begins.
     *
     * @return line number, from 1
     */
    public long line() {
        return line;
    }

    /**
     * One cell, without surrounding spaces.
     *
     * @param column index of the column
     * @return the text, empty but never null
     */
    public String cell(int column) {
        return cells[column];
    }

    String[] cells() {
        return cells;
    }
}
