package io.plateau.observe;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast an attempt of a run goes and how long it will take; the first steps of the run may be those of an earlier attempt. */
final class Pace {

    private final long first;
    private final long total;
    private final LongSupplier clock;
    private final long startedAt;

    Pace(long done, long total, LongSupplier nanos) {
        this.first = done;
        this.total = total;
        this.clock = nanos;
        this.startedAt = nanos.getAsLong();
    }

    /** "step 46 of 990, loss 0.7549, 9.1 steps/s, 1 min 44 s left". */
    String describe(long step, double loss) {
        double rate = rate(step);
        String left = left(step).isEmpty() ? "" : ", " + left(step) + " left";
        return String.format(Locale.ROOT, "step %d of %d, loss %.4g, %.1f steps/s%s", step, total, loss, rate, left);
    }

    /** "1 min 44 s"; empty at the end and where nothing is known yet. */
    String left(long step) {
        double rate = rate(step);
        return rate > 0 && step < total ? duration((long) Math.ceil((total - step) / rate)) : "";
    }

    private double rate(long step) {
        double seconds = (clock.getAsLong() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
        return seconds > 0 ? (step - first) / seconds : 0;
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
