package io.plateau.observe;

import java.util.function.BooleanSupplier;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from trials on executors to the board of their driver, over Spark's own connections: news go there, and whether to go on comes
 * back. In the driver's process news go straight to the board. Thread-safe.
 */
public final class TrialWire {
    private static final Logger LOG = LoggerFactory.getLogger(TrialWire.class);

    /** On the driver; null while nobody listens. */
    private static volatile Listener listener;

    /** On an executor. */
    private static volatile PluginContext executor;

    private TrialWire() {}

    private record Listener(TrialBoard board, BooleanSupplier ending) {

        boolean hear(TrialNews news) {
            news.on(board);
            return !ending.getAsBoolean();
        }
    }

    /**
     * Listens, on the driver.
     *
     * @param board shows what is told
     * @param ending true asks every trial that tells something to save itself and end
     */
    public static void listen(TrialBoard board, BooleanSupplier ending) {
        listener = new Listener(board, ending);
    }

    /** Ends listening. */
    public static void close() {
        listener = null;
    }

    /** Tells the driver; true when the trial may go on. News that do not arrive stop nothing. */
    public static boolean tell(TrialNews news) {
        if (listener != null || executor == null) {
            return hear(news);
        }
        try {
            return Boolean.TRUE.equals(executor.ask(news));
        } catch (Exception lost) {
            if (lost instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("the driver does not hear of a trial's progress", lost);
            return true;
        }
    }

    /** News that have come to the driver. */
    static boolean hear(TrialNews news) {
        SparkWatch.heard();
        Listener here = listener;
        return here == null || here.hear(news);
    }

    /** An executor can tell its driver through this. */
    static void through(PluginContext plugin) {
        executor = plugin;
    }
}
