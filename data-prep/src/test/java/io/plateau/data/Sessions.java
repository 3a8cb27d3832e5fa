package io.plateau.data;

import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests, started on first use; another number of cores restarts it. */
final class Sessions {

    private static SparkSession current;
    private static int currentCores;

    private Sessions() {}

    static SparkSession session() {
        return session(2);
    }

    static synchronized SparkSession session(int cores) {
        if (current == null || currentCores != cores) {
            if (current != null) {
                current.stop();
            }
            current = SparkSession.builder()
                    .master("local[" + cores + "]")
                    .appName("data-prep tests")
                    .config("spark.ui.enabled", "false")
                    // As the program sets it; by default 200.
                    .config("spark.sql.shuffle.partitions", cores)
                    .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
                    .config("spark.driver.host", "localhost")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .getOrCreate();
            currentCores = cores;
        }
        return current;
    }
}
