package io.plateau.train;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** One Spark in this process for the tests of a class: another number of cores restarts it. Close it after them. */
final class SparkOfTests implements AutoCloseable {
    private JavaSparkContext context;
    private int cores;

    /** Spark on so many cores. */
    JavaSparkContext on(int count) {
        if (context == null || cores != count) {
            close();
            cores = count;
            context = new JavaSparkContext(new SparkConf()
                    .setMaster("local[" + count + "]")
                    .setAppName("tests")
                    .set("spark.ui.enabled", "false"));
        }
        return context;
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
