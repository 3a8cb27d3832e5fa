package io.plateau.job;

import org.apache.spark.SparkUserAppException;

/**
 * How a failed program ends its process. Who started it decides: {@code System.exit} in a driver that YARN runs marks the application
 * failed whatever the code is and loses the reason, and a program that ends well returns from main everywhere.
 */
final class ProcessEnd {
    /** Set by spark-submit, and in drivers that run inside a cluster. */
    private static final String DEPLOY_MODE = "spark.submit.deployMode";

    private ProcessEnd() {}

    /**
     * Ends the process, by the exit code itself where the process is our own (submit/local). spark-submit in client mode, which is also
     * what the driver's pod on Kubernetes runs, gets an exception from which it takes that code. In YARN's application master the
     * reason is an exception's message, which YARN shows as the application's diagnostics.
     *
     * @param code greater than 0
     * @param reason what was reported, in one line
     */
    static void fail(int code, String reason) {
        String mode = System.getProperty(DEPLOY_MODE);
        if (mode == null) {
            System.exit(code);
        }
        throw exception("cluster".equals(mode), code, reason);
    }

    static RuntimeException exception(boolean inCluster, int code, String reason) {
        if (inCluster) {
            return new IllegalStateException("plateau: " + reason + " (exit code " + code + ")");
        }
        return unchecked(new SparkUserAppException(code));
    }

    /** Spark's is a checked exception, which main would have to declare. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
