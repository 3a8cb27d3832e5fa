package io.plateau.predict;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Predictions as text: UTF-8, commas, a header in the first file; an empty cell is empty. */
final class CsvPredictions implements PredictionWriter {
    private final List<OutputColumn> columns;
    private final CSVPrinter printer;

    CsvPredictions(FileSystem fs, Path file, List<OutputColumn> columns, boolean header) throws IOException {
        this.columns = columns;
        printer = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(fs.create(file, true), StandardCharsets.UTF_8)),
                CSVFormat.DEFAULT.builder().setRecordSeparator("\n").build());
        if (header) {
            printer.printRecord(columns.stream().map(OutputColumn::name));
        }
    }

    @Override
    public void write(PredictedTile tile) throws IOException {
        for (int row = 0; row < tile.rows(); row++) {
            tile.standAt(row);
            for (OutputColumn column : columns) {
                printer.print(column.isNull(tile) ? null : column.text(tile));
            }
            printer.println();
        }
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }
}
