package io.plateau.observe;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The form for a log file: a line every five seconds, and one at the end. */
final class PlainProgress implements ProgressLine {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final String task;
    private final long first;
    private final long total;
    private final LongSupplier clock;
    private final long startedAt;
    private long saidAt;
    private long saidStep;
    private long step;
    private double loss = Double.NaN;

    PlainProgress(PrintStream out, String task, long done, long total) {
        this(out, task, done, total, System::nanoTime);
    }

    PlainProgress(PrintStream out, String task, long done, long total, LongSupplier nanos) {
        this.out = out;
        this.task = task;
        this.first = done;
        this.total = total;
        this.clock = nanos;
        this.startedAt = nanos.getAsLong();
        this.saidAt = startedAt;
        this.saidStep = done;
        this.step = done;
    }

    @Override
    public void step(long completed, double meanLoss) {
        step = completed;
        loss = meanLoss;
        if (clock.getAsLong() - saidAt >= INTERVAL) {
            say();
        }
    }

    @Override
    public void message(String text) {
        out.println(text);
    }

    @Override
    public void close() {
        if (step != saidStep) {
            say();
        }
    }

    private void say() {
        saidAt = clock.getAsLong();
        saidStep = step;
        double seconds = (saidAt - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = seconds > 0 ? (step - first) / seconds : 0;
        String left =
                rate > 0 && step < total ? ", " + duration((long) Math.ceil((total - step) / rate)) + " left" : "";
        out.println(String.format(
                Locale.ROOT, "%s: step %d of %d, loss %.4g, %.1f steps/s%s", task, step, total, loss, rate, left));
    }

    /** "9 s", "2 min 5 s", "3 h 20 min". */
    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
}
