package io.plateau.observe;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** What the executors have told the driver, as figures {@code executor.ID.NAME}. Thread-safe. */
final class ExecutorMetrics {
    private final RunMetrics metrics;
    private final Map<String, ShardMeter.Totals> last = new HashMap<>();

    ExecutorMetrics(RunMetrics metrics) {
        this.metrics = metrics;
    }

    synchronized void add(ExecutorReport report) {
        ShardMeter.Totals now = report.totals();
        ShardMeter.Totals before = last.put(report.executor(), now);
        if (before == null) {
            before = ShardMeter.Totals.NONE;
        }
        String prefix = prefix(report.executor());
        metrics.set(prefix + "computations", now.computations);
        metrics.set(prefix + "seconds", now.seconds);
        metrics.set(prefix + "forward_passes", now.forwardPasses);
        metrics.set(prefix + "backward_passes", now.backwardPasses);
        metrics.set(prefix + "non_finite", now.nonFinite);
        metrics.set(prefix + "bytes_sent", now.bytes);
        long computations = now.computations - before.computations;
        if (computations > 0) {
            metrics.set(prefix + "shard_seconds", (now.seconds - before.seconds) / computations);
        }
    }

    private static String prefix(String executor) {
        return "executor." + executor + ".";
    }

    private synchronized void forget(String executor) {
        last.remove(executor);
        metrics.remove(prefix(executor));
    }

    /** Hears of executors that are gone, whose figures would stand still. */
    SparkListener listener() {
        return new SparkListener() {
            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
                forget(event.executorId());
            }
        };
    }
}
