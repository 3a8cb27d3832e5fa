package io.plateau.data;

/**
 * Rows per split.
 *
 * @param train rows for training
 * @param validation rows for validation
 * @param test rows for testing
 */
public record RowCounts(long train, long validation, long test) {

    static final RowCounts NONE = new RowCounts(0, 0, 0);

    RowCounts plus(RowCounts more) {
        return new RowCounts(train + more.train, validation + more.validation, test + more.test);
    }

    /**
     * The rows of one split.
     *
     * @param split which
     * @return its rows
     */
    public long of(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /**
     * All rows.
     *
     * @return the sum over the splits
     */
    public long total() {
        return train + validation + test;
    }
}
