package io.plateau.observe;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** The form for a terminal: {@code task [=====>     ] step 46 of 990, loss 0.7549, ...}, redrawn in place. */
final class ProgressBarLine implements ProgressLine {

    private static final int REDRAW_MILLIS = 250;
    private static final int NARROWEST = 3;
    private static final int WIDEST = 40;

    private final Pace pace;
    private final ProgressBar bar;

    ProgressBarLine(PrintStream out, int columns, String task, long done, long total) {
        this.pace = new Pace(done, total, System::nanoTime);
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, java.time.Duration.ZERO)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(out, columns - 1))
                .setRenderer(ProgressBarLine::render)
                .build();
        bar.setExtraMessage("step " + done + " of " + total);
    }

    @Override
    public void step(long step, double loss) {
        bar.setExtraMessage(pace.describe(step, loss));
        bar.stepTo(step);
    }

    @Override
    public void close() {
        bar.close();
    }

    /** A narrow terminal loses the bar first, then the end of the text. */
    private static String render(ProgressState state, int columns) {
        String text = state.getExtraMessage();
        String name = state.getTaskName();
        int width = Math.min(WIDEST, columns - name.length() - text.length() - " [] ".length());
        String line = width < NARROWEST ? name + " " + text : name + " [" + filled(state, width) + "] " + text;
        String covering = line + " ".repeat(Math.max(0, columns - line.length())); // whatever stood there before
        return covering.substring(0, Math.max(0, columns));
    }

    private static String filled(ProgressState state, int width) {
        int done = state.getMax() <= 0
                ? width
                : (int) Math.min(width, Math.max(0, width * state.getCurrent() / state.getMax()));
        String head = done < width ? ">" : "";
        return "=".repeat(done) + head + " ".repeat(width - done - head.length());
    }
}
