package io.plateau.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Makes the Spark session. What the launcher or the cluster has set stays: everything here is "set if missing". */
final class SparkSessions {

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
        run(name, conf -> {}, work);
    }

    /**
     * As {@link #run(String, Work)}.
     *
     * @param more what this work needs of Spark beyond the settings of every session
     */
    static void run(String name, Consumer<SparkConf> more, Work work) throws IOException {
        SparkConf conf = settings(name);
        more.accept(conf);
        SparkSession spark = open(conf);
        int code = ExitCode.UNEXPECTED;
        try {
            work.on(spark);
            code = ExitCode.OK;
        } finally {
            spark.sparkContext().stop(code);
        }
    }

    /**
     * Starts Spark, in this process when no master is set.
     *
     * @param name what the cluster's pages call the application
     */
    static SparkSession open(String name) {
        return open(settings(name));
    }

    private static SparkSession open(SparkConf conf) {
        SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        try {
            LocalDisk.withoutChecksumFiles(spark.sparkContext().hadoopConfiguration());
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
        return spark;
    }

    /** The settings of {@link #open}; those of the process, such as {@code -Dspark.master}, come first. */
    static SparkConf settings(String name) {
        SparkConf conf = new SparkConf();
        if (conf.get("spark.master", "").isEmpty()) {
            conf.set("spark.master", "local[" + cores() + "]");
        }
        conf.setIfMissing("spark.app.name", name);
        // Gradients do not shrink: LZ4 made them larger and cost time.
        conf.setIfMissing("spark.broadcast.compress", "false");
        conf.setIfMissing("spark.shuffle.compress", "false");
        // The progress line is ours.
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
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
