package io.plateau.data;

import java.util.List;

/**
 * How a text table is to be read. Files are UTF-8 with or without a byte order mark, lines end in LF or CRLF, and a file that starts
 * like gzip is decompressed, whatever its name. Spaces around a field are dropped. Immutable.
 *
 * @param delimiter what separates fields, one or more characters
 * @param quote the character around fields that hold delimiters or line breaks (doubled inside), or empty for none
 * @param header whether the first record names the columns
 * @param columns names of the columns when there is no header, else empty
 * @param missing cells that mean "no value"
 */
public record CsvFormat(String delimiter, String quote, boolean header, List<String> columns, List<String> missing) {

    /** Checks the combination and copies the lists. */
    public CsvFormat {
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("delimiter must not be empty");
        }
        if (quote.length() > 1 || quote.equals(delimiter)) {
            throw new IllegalArgumentException("quote must be one character other than the delimiter, or empty");
        }
        columns = List.copyOf(columns);
        missing = List.copyOf(missing);
        if (header != columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "give column names exactly when the file has no header (header = false, columns = [...])");
        }
    }

    /**
     * Comma, double quote, a header; empty cells, {@code ?}, {@code NA} and {@code NaN} are missing.
     *
     * @return the default format
     */
    public static CsvFormat standard() {
        return new CsvFormat(",", "\"", true, List.of(), List.of("", "?", "NA", "NaN"));
    }

    /**
     * The same format with another delimiter.
     *
     * @param newDelimiter what separates fields
     * @return a new format
     */
    public CsvFormat withDelimiter(String newDelimiter) {
        return new CsvFormat(newDelimiter, quote, header, columns, missing);
    }

    /**
     * The same format with another quote character.
     *
     * @param newQuote one character, or empty for none
     * @return a new format
     */
    public CsvFormat withQuote(String newQuote) {
        return new CsvFormat(delimiter, newQuote, header, columns, missing);
    }

    /**
     * The same format for a file without a header.
     *
     * @param names one name per column, in order
     * @return a new format
     */
    public CsvFormat withColumns(List<String> names) {
        return new CsvFormat(delimiter, quote, false, names, missing);
    }
}
