package io.plateau.data;

/**
 * Where a column of a table goes.
 *
 * @param table the table, for messages
 * @param column name of the column
 * @param offset its first component in a feature vector
 * @param width length of a feature vector
 */
record VectorPlace(String table, String column, int offset, int width) {

    /** A problem with one cell. */
    DataProblem problem(long row, String what) {
        return new DataProblem(table + ", row " + row + ", column '" + column + "': " + what);
    }
}
