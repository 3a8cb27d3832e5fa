package io.plateau.data;

import java.io.Closeable;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * One preparation of one source. A source is read three times, each time as a stream: {@link #survey} counts rows and finds every bad
 * cell, {@link #learn} takes statistics over the training split, which is known once the rows are counted, and the cursors of
 * {@link #rows} deliver the encoded rows to the tasks that write them. Memory does not grow with the number of rows.
 */
interface Reading {

    /** First pass. */
    Survey survey();

    /** Second pass: features and tasks with their statistics from the training rows. */
    Schema learn(SplitAssignment assignment);

    /** Third pass, as a recipe that may cross Spark's wire. */
    EncodedRows rows(Schema schema);

    /** How to read a source. */
    static Reading of(Source source, SplitPlan plan, Configuration hadoop) {
        if (source instanceof CsvSource csv) {
            return new CsvReading(csv, plan, hadoop);
        }
        return new SyntheticReading((SyntheticSource) source, plan);
    }

    /**
     * What the first pass found.
     *
     * @param where what to call the source in messages
     * @param rows number of rows
     * @param rowsOfGroup rows of each group in the order of first appearance; empty without a group column
     * @param info the source, with its checksum
     */
    record Survey(String where, long rows, Map<String, Long> rowsOfGroup, SourceInfo info) {}

    /**
     * What the second pass learnt.
     *
     * @param features the feature vector
     * @param tasks the tasks
     */
    record Schema(List<FeatureSchema> features, List<TaskSchema> tasks) {}

    /** A stream of rows that can be opened anywhere. */
    interface EncodedRows extends Serializable {
        Cursor open(Configuration hadoop);
    }

    /** A position in the stream; starts before the first row. Values are in original units. */
    interface Cursor extends Closeable {
        boolean advance();

        /** The group of the current row, null without a group column. */
        String group();

        float[] features();

        float[] targets();

        @Override
        void close();
    }
}
