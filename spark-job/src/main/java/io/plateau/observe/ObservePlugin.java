package io.plateau.observe;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * What Spark starts with every driver and executor: figures of the run for Spark's metrics, and the watch over jobs that wait.
 *
 * <p>It looks on: nothing of it is on the way of a step, and no result depends on it.
 */
public final class ObservePlugin implements SparkPlugin {
    @Override
    public DriverPlugin driverPlugin() {
        return new DriverSide();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorSide();
    }
}
