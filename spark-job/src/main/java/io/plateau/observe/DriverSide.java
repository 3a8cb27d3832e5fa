package io.plateau.observe;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The plugin in the driver: it watches the start of Spark and all jobs, and gathers what executors tell. */
final class DriverSide implements DriverPlugin {
    private static final long CHECK_SECONDS = 1;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plateau-watch");
        thread.setDaemon(true);
        return thread;
    });
    private SparkWatch watch;
    private ExecutorMetrics executors;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock
    public Map<String, String> init(SparkContext spark, PluginContext plugin) {
        RunMetrics.here().attach(plugin.metricRegistry());
        watch = SparkWatch.over(spark);
        executors = new ExecutorMetrics(RunMetrics.here());
        spark.addSparkListener(watch.jobs());
        spark.addSparkListener(executors.listener());
        clock.scheduleWithFixedDelay(watch::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        return Map.of();
    }

    /** Called once Spark has started. */
    @Override
    public void registerMetrics(String application, PluginContext plugin) {
        watch.started();
        watch.measure(RunMetrics.here());
    }

    @Override
    public Object receive(Object message) {
        if (message instanceof ExecutorReport report) {
            executors.add(report);
        } else if (message instanceof TrialNews news) {
            return TrialWire.hear(news);
        }
        return null;
    }

    @Override
    public void shutdown() {
        clock.shutdownNow();
        SparkWatch.end(watch);
    }
}
