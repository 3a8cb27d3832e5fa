package io.plateau.observe;

import java.io.Serializable;

/** What a trial tells of itself on its way to the board, from whatever process it is in. */
public final class TrialNews implements Serializable {
    private static final long serialVersionUID = 1;

    private final String trial;
    private final boolean begins;
    private final long step;
    private final long total;
    private final int epochs;
    private final double score;

    private TrialNews(String trial, boolean begins, long step, long total, int epochs, double score) {
        this.trial = trial;
        this.begins = begins;
        this.step = step;
        this.total = total;
        this.epochs = epochs;
        this.score = score;
    }

    /** It begins, or goes on, at a step. */
    public static TrialNews begin(String trial, long done, long total) {
        return new TrialNews(trial, true, done, total, 0, Double.NaN);
    }

    /** It has made a step. */
    public static TrialNews step(String trial, long step) {
        return new TrialNews(trial, false, step, 0, 0, Double.NaN);
    }

    /** It was evaluated. */
    public static TrialNews epoch(String trial, int epochs, double score) {
        return new TrialNews(trial, false, 0, 0, epochs, score);
    }

    /** Has it shown. */
    void on(TrialBoard board) {
        if (begins) {
            board.begin(trial, step, total);
        } else if (epochs > 0) {
            board.epoch(trial, epochs, score);
        } else {
            board.step(trial, step);
        }
    }
}
