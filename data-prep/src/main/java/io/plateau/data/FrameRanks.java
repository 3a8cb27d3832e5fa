package io.plateau.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * How many training and validation rows each partition of an ordered DataFrame has, and so the rank of every row in its split. A plain
 * class because it crosses Spark's wire.
 */
final class FrameRanks implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Per partition {training rows, validation rows}. */
    private final ArrayList<long[]> counts = new ArrayList<>();

    /** Begins the next partition. */
    void next() {
        counts.add(new long[2]);
    }

    /** Counts a row of the partition begun last. */
    void add(boolean validation) {
        counts.get(counts.size() - 1)[validation ? 1 : 0]++;
    }

    RowCounts counts() {
        long train = counts.stream().mapToLong(count -> count[0]).sum();
        long validation = counts.stream().mapToLong(count -> count[1]).sum();
        return new RowCounts(train, validation, 0);
    }

    /**
     * The rows of one split among those of a partition.
     *
     * @return rows of (number among all rows, rank in the split, features, targets), valid until the next one
     */
    Iterator<InternalRow> of(Split split, int partition, Iterator<InternalRow> rows) {
        List<long[]> before = counts.subList(0, partition);
        int which = split == Split.VALIDATION ? 1 : 0;
        long number = before.stream().mapToLong(count -> count[0] + count[1]).sum();
        long rank = before.stream().mapToLong(count -> count[which]).sum();
        return new Ranked(rows, split == Split.VALIDATION, number, rank);
    }

    private static final class Ranked implements Iterator<InternalRow> {
        private final Iterator<InternalRow> rows;
        private final boolean validation;
        private long number;
        private long rank;
        private InternalRow next;

        Ranked(Iterator<InternalRow> rows, boolean validation, long number, long rank) {
            this.rows = rows;
            this.validation = validation;
            this.number = number;
            this.rank = rank;
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                InternalRow row = rows.next();
                if (row.getBoolean(FrameSurvey.VALIDATION) == validation) {
                    next = new GenericInternalRow(new Object[] {
                        number, rank, row.getArray(FrameSurvey.FEATURES), row.getArray(FrameSurvey.TARGETS)
                    });
                    rank++;
                }
                number++;
            }
            return next != null;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            InternalRow row = next;
            next = null;
            return row;
        }
    }
}
