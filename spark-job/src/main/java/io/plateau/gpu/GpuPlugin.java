package io.plateau.gpu;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Pins each process to the GPU that Spark assigned to it, before its first task: ND4J would spread its threads over all cards of the
 * machine. A process that cannot have one does not end here, which would only make the cluster start it anew; its first task says why.
 */
public final class GpuPlugin implements SparkPlugin {
    /** What Spark calls the executor in the driver's process. */
    private static final String DRIVER = "driver";

    @Override
    public DriverPlugin driverPlugin() {
        return new OnDriver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new OnExecutor();
    }

    /** The driver computes itself only where it is the executor too. */
    private static final class OnDriver implements DriverPlugin {

        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugin) {
            if (context.isLocal()) {
                ProcessDevice.prepare(
                        () -> Assignment.ofLocal(
                                Assignment.addresses(plugin.resources()),
                                System.getenv("CUDA_VISIBLE_DEVICES"),
                                new NvidiaSmi().cards()),
                        GpuSettings.read(plugin.conf()),
                        "this process");
            } else {
                ProcessDevice.useProcessor();
            }
            return Map.of();
        }
    }

    private static final class OnExecutor implements ExecutorPlugin {

        @Override
        public void init(PluginContext plugin, Map<String, String> extra) {
            if (DRIVER.equals(plugin.executorID())) {
                // The driver's own executor, which the driver has prepared.
                return;
            }
            ProcessDevice.prepare(
                    () -> Assignment.ofExecutor(Assignment.addresses(plugin.resources()), new NvidiaSmi().cards()),
                    GpuSettings.read(plugin.conf()),
                    "executor " + plugin.executorID() + " on " + host());
        }

        /** The context's own hostname() is a NullPointerException on executors, which listen on no port. */
        private static String host() {
            return SparkEnv.get().blockManager().blockManagerId().host();
        }
    }
}
