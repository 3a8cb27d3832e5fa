package io.plateau.observe;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The form for a terminal. */
final class ProgressBarLine implements ProgressLine {

    private static final int REDRAW_MILLIS = 250;

    private final PrintStream out;
    private final ProgressBar bar;

    ProgressBarLine(PrintStream out, String task, long done, long total) {
        this.out = out;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, java.time.Duration.ZERO)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .showSpeed()
                .setUnit(" steps", 1)
                .build();
    }

    @Override
    public void step(long step, double loss) {
        bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4g", loss));
        bar.stepTo(step);
    }

    @Override
    public void message(String text) {
        // Carriage return and "erase to the end of the line": the bar draws itself anew below.
        out.print("\r\u001b[K" + text + System.lineSeparator());
        bar.refresh();
    }

    @Override
    public void close() {
        bar.close();
    }
}
