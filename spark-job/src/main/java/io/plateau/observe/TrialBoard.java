package io.plateau.observe;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a person how far the trials of a sweep have come.
 *
 * <p>A table that is redrawn in place on a terminal; elsewhere a line for every trial that ends, and one every few seconds for all of them.
 * Safe for threads.
 */
public final class TrialBoard implements AutoCloseable {
    private static final List<String> FIGURES =
            List.of("finished", "failed", "stopped", TrialRow.RUNNING, TrialRow.WAITING);

    private final Map<String, TrialRow> rows = new LinkedHashMap<>();
    private final Form form;
    private final LongSupplier clock;
    private final long startedAt;
    private double shareBefore;

    /** How it looks. */
    interface Form {
        /** Something has changed. */
        void changed(TrialBoard board);

        /** A trial has ended. */
        void ended(TrialRow row, TrialBoard board);

        /** Has something written that is to stay. */
        void message(Runnable write, TrialBoard board);

        /** Nothing more will change. */
        void close(TrialBoard board);
    }

    TrialBoard(Map<String, Integer> trials, Form form, LongSupplier nanos) {
        trials.forEach((name, epochs) -> rows.put(name, new TrialRow(name, epochs)));
        this.form = form;
        this.clock = nanos;
        this.startedAt = nanos.getAsLong();
        count();
    }

    /**
     * Starts the board.
     *
     * @param trials the names of all trials with their epochs, in the order of the table
     * @param quiet whether nothing is to be told but messages
     */
    public static TrialBoard start(PrintWriter out, Map<String, Integer> trials, boolean quiet) {
        int columns = ProgressLine.columns();
        Form form = columns > 0 && !quiet
                ? new TrialTable(out, columns, Integer.getInteger("plateau.rows", 24), System::nanoTime)
                : new PlainTrials(quiet ? new PrintWriter(Writer.nullWriter()) : out, System::nanoTime);
        return new TrialBoard(trials, form, System::nanoTime);
    }

    /** Notes a trial that had ended before, in a word. */
    public synchronized void known(String trial, String state) {
        rows.get(trial).end(state);
        shareBefore = share();
        count();
    }

    /** A trial begins at a step, or goes on from there. */
    public synchronized void begin(String trial, long done, long total) {
        rows.get(trial).begin(done, total, clock);
        count();
        form.changed(this);
    }

    /** A trial has made a step. */
    public synchronized void step(String trial, long step) {
        rows.get(trial).step(step);
        form.changed(this);
    }

    /** A trial was evaluated after so many epochs. */
    public synchronized void epoch(String trial, int epochs, double score) {
        rows.get(trial).epoch(epochs, score);
        form.changed(this);
    }

    /** A trial has come to an end, or to a stop, in a word. */
    public synchronized void end(String trial, String state) {
        rows.get(trial).end(state);
        count();
        form.ended(rows.get(trial), this);
    }

    /** A trial waits again. */
    public synchronized void pause(String trial) {
        rows.get(trial).end(TrialRow.WAITING);
        count();
        form.changed(this);
    }

    /** Has a message written where the board does not overwrite it. */
    public synchronized void message(Runnable write) {
        form.message(write, this);
    }

    /** What a training in this process tells of itself. */
    public ProgressLine line(String trial, long done, long total) {
        begin(trial, done, total);
        return new ProgressLine() {
            @Override
            public void step(long step, double loss) {
                TrialBoard.this.step(trial, step);
            }

            @Override
            public void epoch(int epochs, double score) {
                TrialBoard.this.epoch(trial, epochs, score);
            }

            @Override
            public void close() {
                // The trial ends when its directory says so.
            }
        };
    }

    @Override
    public synchronized void close() {
        form.close(this);
    }

    List<TrialRow> rows() {
        return new ArrayList<>(rows.values());
    }

    /** Shows Spark's metrics how many trials are in each state, as {@code trials.STATE}. */
    private void count() {
        Map<String, Long> counts = states();
        FIGURES.forEach(state -> RunMetrics.here().set("trials." + state, counts.getOrDefault(state, 0L)));
    }

    /** Number of trials by state: ended ones first, then those that run, then those that wait. */
    private Map<String, Long> states() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("finished", 0L);
        for (TrialRow row : rows.values()) {
            if (!row.isRunning() && !row.isWaiting()) {
                counts.merge(row.state(), 1L, Long::sum);
            }
        }
        rows.values().stream().filter(TrialRow::isRunning).forEach(row -> counts.merge(row.state(), 1L, Long::sum));
        rows.values().stream().filter(TrialRow::isWaiting).forEach(row -> counts.merge(row.state(), 1L, Long::sum));
        return counts;
    }

    /** "12 of 72 trials finished, 1 failed, 4 running, 55 waiting, 12 min 3 s left". */
    String summary() {
        List<String> parts = new ArrayList<>();
        states().forEach((state, count) ->
                parts.add(count + (parts.isEmpty() ? " of " + rows.size() + " trials " : " ") + state));
        double made = share() - shareBefore;
        double seconds = (clock.getAsLong() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
        if (made > 0 && share() < rows.size()) {
            long left = (long) Math.ceil(seconds * (rows.size() - share()) / made);
            parts.add(Pace.duration(left) + " left");
        }
        return String.join(", ", parts);
    }

    private double share() {
        return rows.values().stream().mapToDouble(TrialRow::share).sum();
    }
}
