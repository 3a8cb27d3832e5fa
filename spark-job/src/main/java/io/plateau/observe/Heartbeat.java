package io.plateau.observe;

import io.plateau.checkpoint.Redaction;
import io.plateau.checkpoint.RunDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says in regular intervals that a run is alive and what it waits for: in its {@code status.json}, and as a message when it has been doing
 * one and the same thing for an interval. It also ends writes that exceed their limit. Runs on a thread of its own; close it.
 */
public final class Heartbeat implements AutoCloseable {
    private static final long TICK_SECONDS = 1;

    /** A last write is waited for at its end; a file system that hangs is not. */
    private static final long PATIENCE_SECONDS = 10;

    private final RunDirectory run;
    private final Activity activity;
    private final Times times;
    private final Consumer<String> say;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plateau-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private long beatAt = System.nanoTime();

    private Heartbeat(RunDirectory run, Activity activity, Times times, Consumer<String> say) {
        this.run = run;
        this.activity = activity;
        this.times = times;
        this.say = say;
    }

    /**
     * Its times, in seconds.
     *
     * @param interval between two signs of life; 0: none
     * @param writeLimit of one write; 0: none
     */
    public record Times(int interval, int writeLimit) {}

    /**
     * Starts.
     *
     * @param run whose status it writes
     * @param activity what the run does
     * @param say told what a long wait is for
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock
    public static Heartbeat start(RunDirectory run, Activity activity, Times times, Consumer<String> say) {
        Heartbeat heart = new Heartbeat(run, activity, times, say);
        heart.clock.scheduleWithFixedDelay(heart::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        return heart;
    }

    private void tick() {
        activity.giveUp(times.writeLimit());
        long interval = TimeUnit.SECONDS.toNanos(times.interval());
        if (interval > 0 && System.nanoTime() - beatAt >= interval) {
            beatAt = System.nanoTime();
            beat();
        }
    }

    private void beat() {
        String doing = Redaction.of(activity.describe());
        if (activity.seconds() >= times.interval()) {
            say.accept(doing);
        }
        Map<String, Object> signs = new LinkedHashMap<>();
        signs.put("step", activity.step());
        signs.put("doing", doing);
        signs.put("process", ProcessHandle.current().pid());
        SparkWatch.pages().ifPresent(pages -> signs.put("pages", pages));
        try {
            run.alive(signs);
        } catch (IOException | RuntimeException failure) {
            // Whatever is wrong will meet the run itself at its next write, which says so.
            say.accept("no sign of life could be written: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
