package io.plateau.data;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts cells whose category did not occur in the training split and which therefore became zeros. Mergeable; not thread-safe. A
 * plain class because it crosses Spark's wire.
 */
public final class UnseenCategories implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> counts = new TreeMap<>();

    void add(String column) {
        counts.merge(column, 1L, Long::sum);
    }

    /**
     * Adds the counts of another part of the rows.
     *
     * @param other counts to add
     * @return this
     */
    public UnseenCategories merge(UnseenCategories other) {
        other.counts.forEach((column, count) -> counts.merge(column, count, Long::sum));
        return this;
    }

    /**
     * Cells per source column; columns without any are absent.
     *
     * @return an unmodifiable view
     */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /**
     * All cells.
     *
     * @return the sum over the columns
     */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
