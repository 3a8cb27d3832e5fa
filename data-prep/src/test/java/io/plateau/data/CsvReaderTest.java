package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

    @TempDir
    Path directory;

    private List<List<String>> read(byte[] content, CsvFormat format) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(Tables.write(directory, "t.csv", content), format, Tables.HADOOP)) {
            rows.add(reader.columns());
            while (reader.hasNext()) {
                CsvRow row = reader.next();
                List<String> cells = new ArrayList<>(List.of(Long.toString(row.line())));
                cells.addAll(Arrays.asList(row.cells()));
                rows.add(cells);
            }
        }
        return rows;
    }

    private List<List<String>> read(String content) {
        return read(content.getBytes(StandardCharsets.UTF_8), CsvFormat.standard());
    }

    private void expect(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/t.csv" + message);
    }

    @Test
    void quotedFieldsMayHoldDelimitersQuotesAndLineBreaks() {
        assertThat(read("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\ny,z\n"))
                .containsExactly(
                        List.of("a", "b"),
                        List.of("2", "1,5", "say \"hi\""),
                        List.of("3", "two\nlines", "x"),
                        List.of("5", "y", "z"));
    }

    @Test
    void lineNumbersCountBlankLinesAndCarriageReturns() {
        assertThat(read("a,b\r\n\r\n1,2\r\n\"p\r\nq\",3\r\n\r\n4,5"))
                .containsExactly(
                        List.of("a", "b"), List.of("3", "1", "2"), List.of("4", "p\r\nq", "3"), List.of("7", "4", "5"));
    }

    @Test
    void spacesAroundFieldsAreDropped() {
        assertThat(read("a , b\n 39,  State-gov \n 1, \" x \" \n"))
                .containsExactly(List.of("a", "b"), List.of("2", "39", "State-gov"), List.of("3", "1", "x"));
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertThat(read("\ufeffa,b\n1,2\n")).containsExactly(List.of("a", "b"), List.of("2", "1", "2"));
    }

    @Test
    void gzipIsRecognisedByItsContent() {
        assertThat(read(Tables.gzip("\ufeffa,b\n1,2\n"), CsvFormat.standard()))
                .containsExactly(List.of("a", "b"), List.of("2", "1", "2"));
    }

    @Test
    void delimiterQuoteAndNamesCanBeGiven() {
        CsvFormat format =
                CsvFormat.standard().withDelimiter("\t").withQuote("'").withColumns(List.of("p", "q"));
        assertThat(read("1\t'a\tb'\n\t\n".getBytes(StandardCharsets.UTF_8), format))
                .containsExactly(List.of("p", "q"), List.of("1", "1", "a\tb"), List.of("2", "", ""));
    }

    @Test
    void withoutQuoteCharacterQuotesAreText() {
        assertThat(read(
                        "a,b\n\"1,2\n".getBytes(StandardCharsets.UTF_8),
                        CsvFormat.standard().withQuote("")))
                .containsExactly(List.of("a", "b"), List.of("2", "\"1", "2"));
    }

    @Test
    void brokenFilesAreNamedWithTheirLine() {
        expect("", " is empty: a table with a header line is expected.");
        expect(
                "a,b\n1,2\n1,2,3\n",
                ", line 3: 3 fields where 2 columns are expected. Correct the line, or the delimiter and quote settings.");
        expect(
                "a,b,a\n",
                ", line 1: column name 'a' occurs twice. Names must be distinct; if the file has no header line, set"
                        + " header = false and give the names.");
        expect(
                "a,,b\n",
                ", line 1: column 2 has no name. Name it in the header, or set header = false and give all names.");
        expect(
                "a,b\n1,2\n\"3,4\n",
                ", line 3: a quoted field is not closed properly. Correct the line, or the delimiter and quote settings.");
    }

    @Test
    void textMustBeUtf8() {
        byte[] latin1 = "a,b\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(latin1, CsvFormat.standard()))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("not UTF-8 text. Convert the file to UTF-8.");
    }

    @Test
    void truncatedGzipIsRecognised() {
        byte[] whole = Tables.gzip("a,b\n" + "1,2\n".repeat(10_000));
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2), CsvFormat.standard()))
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/t.csv is a damaged or truncated gzip file. Fetch it again.");
    }

    @Test
    void missingFilesAndDirectoriesAreToldApart() {
        assertThatThrownBy(() ->
                        CsvReader.open(Tables.path(directory.resolve("none.csv")), CsvFormat.standard(), Tables.HADOOP))
                .isInstanceOf(DataProblem.class)
                .hasMessage("file not found: " + directory + "/none.csv. Check the path and the working directory.");
        assertThatThrownBy(() -> CsvReader.open(Tables.path(directory), CsvFormat.standard(), Tables.HADOOP))
                .isInstanceOf(DataProblem.class)
                .hasMessage("cannot read " + directory + ": it is a directory, a file is expected");
    }

    @Test
    void formatsAreChecked() {
        assertThatThrownBy(() -> CsvFormat.standard().withDelimiter("")).hasMessageContaining("delimiter");
        assertThatThrownBy(() -> CsvFormat.standard().withQuote(",")).hasMessageContaining("quote");
        assertThatThrownBy(() -> new CsvFormat(",", "", false, List.of(), List.of()))
                .hasMessageContaining("give column names exactly when");
    }
}
