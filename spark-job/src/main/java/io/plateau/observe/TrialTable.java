package io.plateau.observe;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The form for a terminal: a row per trial and a line for all of them, redrawn in place. Where there are more trials than rows of the
 * terminal, those that run.
 */
final class TrialTable implements TrialBoard.Form {
    private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(250);

    /** Beside the trials: the header, the line for all of them, the cursor's. */
    private static final int OTHER_LINES = 3;

    /** ECMA-48: CUU, cursor up; ED, erase to the end of the screen. */
    private static final String UP = "\u001b[%dA";

    private static final String ERASE = "\u001b[J";

    private final PrintWriter out;
    private final int columns;
    private final int most;
    private final LongSupplier clock;
    private long drawnAt;
    private int drawn;

    TrialTable(PrintWriter out, int columns, int lines, LongSupplier nanos) {
        this.out = out;
        this.columns = columns;
        this.most = Math.max(1, lines - OTHER_LINES);
        this.clock = nanos;
        this.drawnAt = nanos.getAsLong() - REDRAW;
    }

    @Override
    public void changed(TrialBoard board) {
        if (clock.getAsLong() - drawnAt >= REDRAW) {
            draw(board);
        }
    }

    @Override
    public void ended(TrialRow row, TrialBoard board) {
        changed(board);
    }

    @Override
    public void message(Runnable write, TrialBoard board) {
        erase();
        write.run();
        draw(board);
    }

    @Override
    public void close(TrialBoard board) {
        draw(board);
    }

    private void erase() {
        if (drawn > 0) {
            out.printf(Locale.ROOT, UP + ERASE, drawn);
            drawn = 0;
        }
        out.flush();
    }

    private void draw(TrialBoard board) {
        drawnAt = clock.getAsLong();
        List<TrialRow> rows = board.rows();
        List<TrialRow> shown = rows.size() <= most
                ? rows
                : rows.stream().filter(TrialRow::isRunning).limit(most).toList();
        int width = shown.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(line(width, "trial", "state", "epoch", "score", "left"));
        shown.forEach(row -> lines.add(line(width, row.name(), row.state(), row.epochs(), row.score(), row.left())));
        lines.add(board.summary());
        erase();
        lines.forEach(line -> out.println(line.substring(0, Math.min(line.length(), columns - 1))));
        out.flush();
        drawn = lines.size();
    }

    private static String line(int width, Object... cells) {
        return String.format(Locale.ROOT, "%-" + Math.max(width, "trial".length()) + "s  %-8s  %7s  %8s  %s", cells)
                .stripTrailing();
    }
}
