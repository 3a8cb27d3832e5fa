package io.plateau.observe;

import java.util.Locale;
import java.util.function.LongSupplier;

/** One trial of a sweep, as far as it is known. Guarded by its {@link TrialBoard}. */
final class TrialRow {
    static final String WAITING = "waiting";
    static final String RUNNING = "running";

    private final String name;
    private final int allEpochs;
    private String state = WAITING;
    private int epochs;
    private double score = Double.NaN;
    private long step;
    private long total = 1;
    private Pace pace;

    TrialRow(String name, int allEpochs) {
        this.name = name;
        this.allEpochs = allEpochs;
    }

    void begin(long done, long steps, LongSupplier clock) {
        state = RUNNING;
        step = done;
        total = Math.max(1, steps);
        pace = new Pace(done, steps, clock);
    }

    void step(long completed) {
        step = completed;
    }

    /** The best score so far is the one that counts. */
    void epoch(int completed, double validation) {
        epochs = completed;
        score = Double.isNaN(score) ? validation : Math.min(score, validation);
    }

    void end(String word) {
        state = word;
        pace = null;
    }

    String name() {
        return name;
    }

    String state() {
        return state;
    }

    boolean isRunning() {
        return state.equals(RUNNING);
    }

    boolean isWaiting() {
        return state.equals(WAITING);
    }

    /** Share of its steps that are made; 1 when nothing more will be. */
    double share() {
        if (isWaiting()) {
            return 0;
        }
        return isRunning() ? (double) step / total : 1;
    }

    /** "7/20"; empty before the first. */
    String epochs() {
        return epochs == 0 ? "" : epochs + "/" + allEpochs;
    }

    /** "0.4412"; empty before the first evaluation. */
    String score() {
        return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.4g", score);
    }

    /** "1 min 44 s"; empty unless it runs. */
    String left() {
        return pace == null ? "" : pace.left(step);
    }
}
