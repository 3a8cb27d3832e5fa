package io.plateau.data;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The rows of one Parquet file: from a pair (first row, end) to Spark's rows. A source can only be read from its start, so the rows
 * before the range are passed over; that also brings the stream of splits to the right place. A pure function of the range, hence
 * rebuildable anywhere.
 */
final class RowRange implements FlatMapFunction<long[], Row> {

    private static final long serialVersionUID = 1L;

    private final Reading.EncodedRows rows;
    private final SplitAssignment assignment;
    private final SerializableConfiguration hadoop;
    private final boolean molecules;
    private final EnumMap<Split, Long> before = new EnumMap<>(Split.class);

    RowRange(Reading.EncodedRows rows, SplitAssignment assignment, GraphSchema graph, Configuration hadoop) {
        this(rows, assignment, graph, RowCounts.NONE, hadoop);
    }

    /** Rows that are added to others, whose numbers and ranks they go on from. */
    RowRange(
            Reading.EncodedRows rows,
            SplitAssignment assignment,
            GraphSchema graph,
            RowCounts before,
            Configuration hadoop) {
        for (Split split : Split.values()) {
            this.before.put(split, before.of(split));
        }
        this.rows = rows;
        this.molecules = graph != null;
        this.assignment = assignment;
        this.hadoop = new SerializableConfiguration(hadoop);
    }

    StructType schema() {
        return molecules ? Columns.MOLECULES : Columns.SCHEMA;
    }

    @Override
    public Iterator<Row> call(long[] range) {
        Reading.Cursor cursor = rows.open(hadoop.value());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> cursor.close());
        return new Rows(cursor, range[0], range[1]);
    }

    private final class Rows implements Iterator<Row> {
        private final Reading.Cursor cursor;
        private final SplitAssignment.Cursor splits = assignment.start();
        private final long end;
        private final long first =
                before.values().stream().mapToLong(Long::longValue).sum();
        private long next;
        private long id;
        private Split split;

        Rows(Reading.Cursor cursor, long first, long end) {
            this.cursor = cursor;
            this.end = end;
            while (next < first) {
                advance();
            }
            split = null;
        }

        /** Passes over the rows that belong to no split. */
        @Override
        public boolean hasNext() {
            while (split == null && next < end) {
                advance();
            }
            return split != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String label = split.label();
            long rank = before.get(split) + splits.rank();
            split = null;
            MoleculeRow molecule = cursor.molecule();
            return molecule == null
                    ? RowFactory.create(id, rank, label, cursor.features(), cursor.targets(), cursor.group())
                    : RowFactory.create(
                            id,
                            rank,
                            label,
                            molecule.features(),
                            cursor.targets(),
                            cursor.group(),
                            molecule.positions(),
                            molecule.bonds());
        }

        private void advance() {
            if (!cursor.advance()) {
                throw new DataProblem("the source changed while it was being read. Prepare the dataset again.");
            }
            long number = cursor.id(next++);
            split = splits.next(cursor.group(), number);
            id = first + number;
        }
    }
}
