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
        return isTerminal() ? new ProgressBarLine(out, task, done, total) : new PlainProgress(out, task, done, total);
    }

    /** Nothing at all. */
    static ProgressLine silent() {
        return new ProgressLine() {
            @Override
            public void step(long step, double loss) {}

            @Override
            public void message(String text) {}

            @Override
            public void close() {}
        };
    }

    /**
     * Notes a completed step.
     *
     * @param step number of completed steps
     * @param loss mean of the tasks' losses; NaN shows as such
     */
    void step(long step, double loss);

    /** Prints a line of its own without tearing the bar. */
    void message(String text);

    @Override
    void close();

    /** The launcher asks the shell: Java cannot tell whether standard error is a terminal. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("plateau.terminal");
    }
}
