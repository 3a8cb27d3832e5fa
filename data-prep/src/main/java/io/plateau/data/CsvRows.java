package io.plateau.data;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The rows of a text table, encoded. Plain fields because it crosses Spark's wire. */
final class CsvRows implements Reading.EncodedRows {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String delimiter;
    private final String quote;
    private final String[] columnsWithoutHeader;
    private final RowEncoder features;
    private final TargetEncoder targets;
    private final int group;

    CsvRows(CsvSource source, RowEncoder features, TargetEncoder targets, int group) {
        CsvFormat format = source.format();
        this.file = source.file().toString();
        this.delimiter = format.delimiter();
        this.quote = format.quote();
        this.columnsWithoutHeader = format.columns().toArray(String[]::new);
        this.features = features;
        this.targets = targets;
        this.group = group;
    }

    @Override
    public Reading.Cursor open(Configuration hadoop) {
        CsvFormat format = CsvFormat.standard().withDelimiter(delimiter).withQuote(quote);
        CsvFormat whole = columnsWithoutHeader.length == 0 ? format : format.withColumns(List.of(columnsWithoutHeader));
        return new RowCursor(CsvReader.open(new Path(file), whole, hadoop));
    }

    private final class RowCursor implements Reading.Cursor {
        private final CsvReader reader;
        private final UnseenCategories unseen = new UnseenCategories();
        private CsvRow row;

        RowCursor(CsvReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean advance() {
            row = reader.hasNext() ? reader.next() : null;
            return row != null;
        }

        @Override
        public String group() {
            return group < 0 ? null : row.cell(group);
        }

        @Override
        public float[] features() {
            return features.raw(row, unseen);
        }

        @Override
        public float[] targets() {
            return targets.encode(row);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
