package io.plateau.observe;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What the thread of a run does at the moment, for whoever asks from another one; and the limit of its writes, which that one holds it
 * to: a write that does not end is interrupted. Thread-safe; saying what one does costs some 50 ns.
 */
public final class Activity {
    private volatile Doing doing = new Doing("starting", null);
    private volatile long step;

    /** A write to the run's directory. */
    @FunctionalInterface
    public interface Write {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Says what is done from now on.
     *
     * @param what such as "step 12"
     */
    public void on(String what) {
        doing = new Doing(what, null);
    }

    /** Notes the number of completed steps. */
    public void completed(long steps) {
        step = steps;
    }

    /**
     * Writes.
     *
     * @param what such as "saving the checkpoint of step 12"
     * @throws Unanswered when it was given up because it took too long
     */
    public void storing(String what, Write write) throws IOException {
        Doing wait = new Doing(what, Thread.currentThread());
        doing = wait;
        try {
            write.run();
        } catch (IOException | RuntimeException failure) {
            if (wait.limit > 0) {
                throw new Unanswered(
                        what + " has not ended within limits.storage-seconds = " + wait.limit
                                + ": the file system of the run's directory does not answer. What was saved before is whole: go on from"
                                + " it by --resume auto, or raise the limit",
                        failure);
            }
            throw failure;
        } finally {
            wait.end();
        }
    }

    /** Gives up a write that has taken so long; nothing when there is none. */
    void giveUp(long seconds) {
        Doing now = doing;
        if (seconds > 0 && now.seconds() >= seconds) {
            now.giveUp(seconds);
        }
    }

    /** Completed steps. */
    long step() {
        return step;
    }

    /** What is done, or what Spark's job for it waits for. */
    String describe() {
        Doing now = doing;
        String plain = now.what + ", for " + Pace.duration(now.seconds());
        return now.writer != null ? plain : SparkWatch.waiting().orElse(plain);
    }

    /** How long the same is being done. */
    long seconds() {
        return doing.seconds();
    }

    /** One thing that is done. */
    private static final class Doing {
        private final String what;
        private final Thread writer;
        private final long since = System.nanoTime();
        private volatile long limit;
        private boolean over;

        /** Something, and the thread that writes where it is a write. */
        Doing(String what, Thread writer) {
            this.what = what;
            this.writer = writer;
        }

        long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
        }

        synchronized void giveUp(long seconds) {
            if (writer != null && !over && limit == 0) {
                limit = seconds;
                writer.interrupt();
            }
        }

        /** From here on nobody interrupts the thread any more. */
        synchronized void end() {
            over = true;
            if (limit > 0) {
                Thread.interrupted();
            }
        }
    }
}
