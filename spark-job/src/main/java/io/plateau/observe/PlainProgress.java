package io.plateau.observe;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The form for a log file: a line every five seconds, and one at the end. */
final class PlainProgress implements ProgressLine {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final String task;
    private final LongSupplier clock;
    private final Pace pace;
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
        this.clock = nanos;
        this.pace = new Pace(done, total, nanos);
        this.saidAt = nanos.getAsLong();
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
    public void close() {
        if (step != saidStep) {
            say();
        }
    }

    private void say() {
        saidAt = clock.getAsLong();
        saidStep = step;
        out.println(task + ": " + pace.describe(step, loss));
    }
}
