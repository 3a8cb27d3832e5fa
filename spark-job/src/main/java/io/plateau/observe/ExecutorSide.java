package io.plateau.observe;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/**
 * The plugin in an executor. Executors of Spark serve no pages, so what they count goes to the driver, whose page shows it: over Spark's
 * own connection, authenticated and encrypted as that is, at the end of a task and at most every ten seconds.
 */
final class ExecutorSide implements ExecutorPlugin {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong sentAt = new AtomicLong(System.nanoTime() - INTERVAL);
    private PluginContext plugin;

    @Override
    public void init(PluginContext context, Map<String, String> settings) {
        plugin = context;
        TrialWire.through(context);
        ShardMeter.here().register(context.metricRegistry());
    }

    @Override
    public void onTaskSucceeded() {
        report();
    }

    @Override
    public void onTaskFailed(TaskFailedReason reason) {
        report();
    }

    private void report() {
        ShardMeter.Totals totals = ShardMeter.here().totals();
        if (totals.computations == 0) {
            // The task before the first step would put off the first figures by an interval.
            return;
        }
        long last = sentAt.get();
        long now = System.nanoTime();
        if (now - last < INTERVAL || !sentAt.compareAndSet(last, now)) {
            return;
        }
        try {
            plugin.send(new ExecutorReport(plugin.executorID(), totals));
        } catch (IOException lost) {
            // The next report says all that this one would have said.
            sentAt.compareAndSet(now, last);
        }
    }
}
