package io.plateau.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Streams a text table record by record, as {@link CsvFormat} describes it. Every record has one cell per column. Not thread-safe.
 *
 * <p>Reading throws {@link DataProblem} for a file that is missing, empty, not UTF-8, cut off inside a quoted field or a gzip stream,
 * for names that occur twice in the header, and for records of another length than the header.
 */
public final class CsvReader implements Iterator<CsvRow>, Closeable {

    private final Path file;
    private final SourceStream stream;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;

    private CsvReader(Path file, CsvFormat format, SourceStream stream) throws IOException {
        this.file = file;
        this.stream = stream;
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CSVFormat csv = CSVFormat.Builder.create()
                .setDelimiter(format.delimiter())
                .setQuote(format.quote().isEmpty() ? null : format.quote().charAt(0))
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .setTrim(true)
                .build();
        this.parser = csv.parse(new BufferedReader(new InputStreamReader(stream, decoder)));
        this.records = parser.iterator();
        this.columns = format.header() ? header() : format.columns();
        requireDistinctNames(format.header());
    }

    /**
     * Opens a table and reads its header.
     *
     * @param file the table
     * @param format how to read it
     * @param hadoop for the file system
     * @return a reader standing before the first row
     */
    public static CsvReader open(Path file, CsvFormat format, Configuration hadoop) {
        return open(file, format, hadoop, null);
    }

    /** The same, passing the bytes of the file as they lie on disk to a digest. */
    static CsvReader open(Path file, CsvFormat format, Configuration hadoop, MessageDigest digest) {
        SourceStream stream = null;
        try {
            stream = SourceStream.open(file, hadoop, digest);
            return new CsvReader(file, format, stream);
        } catch (IOException e) {
            SourceStream.closeQuietly(stream);
            throw Problems.unreadable(file, e);
        } catch (RuntimeException e) {
            SourceStream.closeQuietly(stream);
            throw e;
        }
    }

    /**
     * Names of the columns, from the header or the format.
     *
     * @return distinct names, in order
     */
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            throw broken(e.getCause());
        }
    }

    @Override
    public CsvRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CSVRecord parsed = records.next();
        String[] cells = parsed.values();
        long line = firstLine(cells);
        if (cells.length != columns.size()) {
            throw Problems.line(
                    file,
                    line,
                    cells.length + " fields where " + columns.size()
                            + " columns are expected. Correct the line, or the delimiter and quote settings.");
        }
        return new CsvRow(line, cells);
    }

    /** Reads what remains of the file, so that a digest has seen all of it. */
    void drain() throws IOException {
        stream.drain();
    }

    @Override
    public void close() {
        SourceStream.closeQuietly(stream);
    }

    /** The parser counts lines up to the end of a record, which may hold line breaks. */
    private long firstLine(String[] cells) {
        long line = parser.getCurrentLineNumber();
        for (String cell : cells) {
            for (int i = 0; i < cell.length(); i++) {
                char c = cell.charAt(i);
                boolean carriageReturnOfPair = c == '\r' && i + 1 < cell.length() && cell.charAt(i + 1) == '\n';
                if ((c == '\n' || c == '\r') && !carriageReturnOfPair) {
                    line--;
                }
            }
        }
        return Math.max(1, line);
    }

    private List<String> header() {
        if (!hasNext()) {
            throw new DataProblem(Problems.show(file) + " is empty: a table with a header line is expected.");
        }
        return List.of(records.next().values());
    }

    private void requireDistinctNames(boolean fromFile) {
        Set<String> seen = new HashSet<>();
        String where = fromFile ? Problems.show(file) + ", line " + parser.getCurrentLineNumber() : "columns";
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            if (name.isEmpty()) {
                throw new DataProblem(where + ": column " + (i + 1) + " has no name. Name it in the header, or set"
                        + " header = false and give all names.");
            }
            if (!seen.add(name)) {
                throw new DataProblem(
                        where + ": column name '" + name + "' occurs twice. Names must be distinct; if the"
                                + " file has no header line, set header = false and give the names.");
            }
        }
    }

    private DataProblem broken(IOException cause) {
        if (cause instanceof CharacterCodingException) {
            return Problems.line(
                    file,
                    Math.max(1, parser.getCurrentLineNumber()),
                    "not UTF-8 text. Convert the file to UTF-8.",
                    cause);
        }
        if (cause instanceof EOFException || cause instanceof ZipException) {
            return new DataProblem(
                    Problems.show(file) + " is a damaged or truncated gzip file. Fetch it again.", cause);
        }
        if (String.valueOf(cause.getMessage()).contains("encapsulated token")) {
            return Problems.line(
                    file,
                    parser.getCurrentLineNumber(),
                    "a quoted field is not closed properly. Correct the line, or the delimiter and quote settings.",
                    cause);
        }
        return Problems.unreadable(file, cause);
    }
}
