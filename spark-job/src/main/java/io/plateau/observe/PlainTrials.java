package io.plateau.observe;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The form for a log file: a line for every trial that ends, and at most one every five seconds for all of them. */
final class PlainTrials implements TrialBoard.Form {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;
    private final LongSupplier clock;
    private long saidAt;

    PlainTrials(PrintWriter out, LongSupplier nanos) {
        this.out = out;
        this.clock = nanos;
        this.saidAt = nanos.getAsLong();
    }

    @Override
    public void changed(TrialBoard board) {
        if (clock.getAsLong() - saidAt >= INTERVAL) {
            saidAt = clock.getAsLong();
            say("sweep: " + board.summary());
        }
    }

    @Override
    public void ended(TrialRow row, TrialBoard board) {
        String epochs = row.epochs().isEmpty() ? "" : ", epoch " + row.epochs();
        String score = row.score().isEmpty() ? "" : ", score " + row.score();
        say(row.name() + ": " + row.state() + epochs + score);
        changed(board);
    }

    @Override
    public void message(Runnable write, TrialBoard board) {
        write.run();
    }

    @Override
    public void close(TrialBoard board) {
        // Every line was written at once.
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
