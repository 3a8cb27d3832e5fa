package io.plateau.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A polite answer to Ctrl-C and SIGTERM: the training is asked to end, and the process waits for it before Spark and the file systems
 * are shut down. Open it before Spark and close it after, so that nothing is left to do when the process goes on to end.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {

    /** Cluster managers send SIGKILL 30 seconds after SIGTERM. */
    private static final long PATIENCE_SECONDS = 25;

    /** Before Spark's hook and that of the file systems, which have 50 and less. */
    private static final int PRIORITY = 100;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable onSignal;

    private Interruption(Runnable notice) {
        onSignal = () -> {
            asked.set(true);
            notice.run();
            awaitClose();
        };
    }

    /**
     * Watches for signals from now on.
     *
     * @param notice run when one comes
     */
    static Interruption watch(Runnable notice) {
        Interruption interruption = new Interruption(notice);
        ShutdownHookManager.get()
                .addShutdownHook(interruption.onSignal, PRIORITY, PATIENCE_SECONDS + 1, TimeUnit.SECONDS);
        return interruption;
    }

    /** Whether a signal has come. */
    @Override
    public boolean getAsBoolean() {
        return asked.get();
    }

    private void awaitClose() {
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        ShutdownHookManager hooks = ShutdownHookManager.get();
        if (!hooks.isShutdownInProgress()) {
            hooks.removeShutdownHook(onSignal);
        }
    }
}
