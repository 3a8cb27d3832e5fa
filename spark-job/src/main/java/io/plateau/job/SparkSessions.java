package io.plateau.job;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.conf.LimitsConfig;
import io.plateau.gpu.GpuSettings;
import io.plateau.observe.ObservePlugin;
import io.plateau.observe.SparkWatch;
import io.plateau.observe.Unanswered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Makes the Spark session. What the launcher or the cluster has set stays: everything here is "set if missing". */
final class SparkSessions {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    /** What is done with a session. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void on(SparkSession spark) throws IOException;
    }

    private SparkSessions() {}

    /**
     * Starts Spark, does the work, and stops Spark in such a way that the cluster manager hears of a failure: YARN in client mode
     * otherwise takes every driver that says goodbye for a success.
     *
     * @param name what the cluster's pages call the application
     */
    static void run(String name, Work work) throws IOException {
        run(name, defaultLimits(), work);
    }

    /**
     * The same with limits of one's own.
     *
     * @throws Unanswered when Spark exceeded one of them
     */
    static void run(String name, LimitsConfig limits, Work work) throws IOException {
        run(settings(name), limits, work);
    }

    /** The same with the limits of a configuration, and on GPUs where it says so. */
    static void run(String name, JobConfig job, Work work) throws IOException {
        run(name, job, Map.of(), work);
    }

    /**
     * The same.
     *
     * @param needed settings without which the work goes wrong, in place of those of the process
     */
    static void run(String name, JobConfig job, Map<String, String> needed, Work work) throws IOException {
        SparkConf conf = settings(name);
        needed.forEach(conf::set);
        if (job.gpu().enabled()) {
            GpuSettings.add(job.gpu(), conf);
        }
        run(conf, job.limits(), work);
    }

    private static void run(SparkConf conf, LimitsConfig limits, Work work) throws IOException {
        SparkSession spark = open(conf, limits);
        int code = ExitCode.UNEXPECTED;
        try {
            work.on(spark);
            code = ExitCode.OK;
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            SparkWatch.explain(failure).ifPresent(silent -> {
                throw silent;
            });
            throw failure;
        } finally {
            awaitCall(spark);
            spark.sparkContext().stop(code);
        }
    }

    /**
     * With the driver outside YARN, its application master hears how a run ended only if it has called the driver before, which the first
     * executor shows; a run that failed at once had the state SUCCEEDED.
     */
    private static void awaitCall(SparkSession spark) {
        if (!spark.sparkContext().master().equals("yarn")
                || !spark.sparkContext().deployMode().equals("client")) {
            return;
        }
        long deadline = System.nanoTime() + CALL_LIMIT.toNanos();
        // The driver is one of them.
        while (spark.sparkContext().statusTracker().getExecutorInfos().length < 2 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static LimitsConfig defaultLimits() {
        return ConfigLoader.ofText("", "defaults").job().limits();
    }

    /**
     * Starts Spark, in this process when no master is set.
     *
     * @param name what the cluster's pages call the application
     */
    static SparkSession open(String name) {
        return open(name, Map.of());
    }

    /**
     * Starts Spark.
     *
     * @param more settings where the process has none
     */
    static SparkSession open(String name, Map<String, String> more) {
        return open(settings(name, more), defaultLimits());
    }

    private static SparkSession open(SparkConf conf, LimitsConfig limits) {
        conf.set(SparkWatch.START_LIMIT, Integer.toString(limits.startSeconds()));
        conf.set(SparkWatch.JOB_LIMIT, Integer.toString(limits.jobSeconds()));
        SparkSession spark;
        try {
            spark = SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception failure) { // also an interruption, which is not declared
            SparkWatch.explain(failure).ifPresent(silent -> {
                throw silent;
            });
            throw failure;
        }
        try {
            LocalDisk.withoutChecksumFiles(spark.sparkContext().hadoopConfiguration());
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
        return spark;
    }

    /** The settings of {@link #open}; those of the process, such as {@code -Dspark.master}, come first. */
    static SparkConf settings(String name) {
        return settings(name, Map.of());
    }

    private static SparkConf settings(String name, Map<String, String> more) {
        SparkConf conf = new SparkConf();
        more.forEach(conf::setIfMissing);
        if (conf.get("spark.master", "").isEmpty()) {
            conf.set("spark.master", "local[" + cores() + "]");
        }
        conf.setIfMissing("spark.app.name", name);
        // Gradients do not shrink: LZ4 made them larger and cost time.
        conf.setIfMissing("spark.broadcast.compress", "false");
        conf.setIfMissing("spark.shuffle.compress", "false");
        // The progress line is ours.
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // A driver that was killed has not succeeded.
        conf.setIfMissing("spark.yarn.am.clientModeTreatDisconnectAsFailed", "true");
        observe(conf);
        redact(conf);
        if (conf.get("spark.master").startsWith("local")) {
            // A laptop's host name may resolve to an address that is not there.
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(cores()));
            // Results stay in this process; the heap is the limit.
            conf.setIfMissing("spark.driver.maxResultSize", "0");
            conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
        }
        return conf;
    }

    /** Whether a session would run in this process. */
    static boolean isLocal() {
        String master = new SparkConf().get("spark.master", "");
        return master.isEmpty() || master.startsWith("local");
    }

    /** Figures of the run at /metrics/prometheus of the driver's pages, under names that do not change from run to run. */
    private static void observe(SparkConf conf) {
        String plugin = ObservePlugin.class.getName();
        String others = conf.get("spark.plugins", "");
        if (!List.of(others.split("\\s*,\\s*")).contains(plugin)) {
            conf.set("spark.plugins", others.isEmpty() ? plugin : others + "," + plugin);
        }
        conf.setIfMissing("spark.metrics.namespace", "plateau");
        conf.setIfMissing("spark.ui.prometheus.enabled", "true");
        String sink = "spark.metrics.conf.driver.sink.prometheusServlet.";
        conf.setIfMissing(sink + "class", "org.apache.spark.metrics.sink.PrometheusServlet");
        conf.setIfMissing(sink + "path", "/metrics/prometheus");
    }

    /** What Spark shows of its settings, and writes of them into event logs, leaves logins in addresses out too. */
    private static void redact(SparkConf conf) {
        conf.setIfMissing(
                "spark.redaction.regex",
                "(?i)secret|password|passwd|token|access[.]?key|credential|://[^/@\\s]*:[^\\s]*@");
    }

    /**
     * What Hadoop is told where there is no session: its own files, and what is set for the session as {@code spark.hadoop.*}, such as an
     * endpoint or credentials.
     */
    static Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /** PLATEAU_CORES, or all cores. */
    private static int cores() {
        String told = System.getenv("PLATEAU_CORES");
        int available = Runtime.getRuntime().availableProcessors();
        return told != null && told.matches("[1-9]\\d{0,3}") ? Integer.parseInt(told) : available;
    }
}
