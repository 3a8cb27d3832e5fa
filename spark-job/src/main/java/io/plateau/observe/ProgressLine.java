package io.plateau.observe;

import java.io.PrintStream;

/**
 * Tells a person how far a run has come: loss, steps per second and time left.
 *
 * <p>A bar that is redrawn in place on a terminal, a line every few seconds elsewhere. Written to the stream for
 * messages, so that standard output holds results alone. Not thread-safe.
 */
public interface ProgressLine extends AutoCloseable {

    /**
     * Starts the line.
     *
     * @param task what goes on, one or two words
     * @param done steps that an earlier attempt has made
     * @param total steps at the end
     */
    static ProgressLine start(PrintStream out, String task, long done, long total) {
        return columns() > 0
                ? new ProgressBarLine(out, columns(), task, done, total)
                : new PlainProgress(out, task, done, total);
    }

    /**
     * Notes a completed step.
     *
     * @param step number of completed steps
     * @param loss mean of the tasks' losses; NaN shows as such
     */
    void step(long step, double loss);

    /**
     * Notes an evaluation.
     *
     * @param epochs number of completed epochs
     * @param score of the validation split, lower is better
     */
    default void epoch(int epochs, double score) {}

    @Override
    void close();

    /** Width of the terminal behind standard error, 0 for none: the launcher asks the shell, for Java cannot tell. */
    static int columns() {
        return Integer.getInteger("plateau.columns", 0);
    }
}
