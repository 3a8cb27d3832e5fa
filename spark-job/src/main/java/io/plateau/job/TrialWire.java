package io.plateau.job;

import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from trials on executors to their driver, over Spark's own connections: news go there, and whether to go on comes back. In the
 * driver's process news go straight to whoever listens. Spark makes it by its name.
 */
public final class TrialWire implements SparkPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(TrialWire.class);

    private static final String PLUGINS = "spark.plugins";

    /** On the driver: told news, says whether to go on; null while nobody listens. */
    private static volatile Predicate<TrialNews> listener;

    /** On an executor. */
    private static volatile PluginContext executor;

    /** Has Spark bring it to every executor. */
    static void install(SparkConf conf) {
        String others = conf.get(PLUGINS, "");
        conf.set(PLUGINS, others.isEmpty() ? TrialWire.class.getName() : others + "," + TrialWire.class.getName());
    }

    /**
     * Listens, on the driver.
     *
     * @param goesOn told news; false asks the trial to save itself and end
     */
    static void listen(Predicate<TrialNews> goesOn) {
        listener = goesOn;
    }

    /** Ends listening. */
    static void close() {
        listener = null;
    }

    /** Tells the driver; true when the trial may go on. News that do not arrive stop nothing. */
    static boolean tell(TrialNews news) {
        Predicate<TrialNews> here = listener;
        if (here != null) {
            return here.test(news);
        }
        PluginContext there = executor;
        try {
            return there == null || Boolean.TRUE.equals(there.ask(news));
        } catch (Exception lost) {
            if (lost instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("the driver does not hear of a trial's progress", lost);
            return true;
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext context, PluginContext plugin) {
                return Map.of();
            }

            @Override
            public Object receive(Object news) {
                Predicate<TrialNews> here = listener;
                return here == null || here.test((TrialNews) news);
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext plugin, Map<String, String> settings) {
                executor = plugin;
            }
        };
    }
}
