package io.plateau.gpu;

import io.plateau.conf.ConfigProblem;
import io.plateau.conf.GpuConfig;
import io.plateau.model.kernel.CudaDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The section {@code gpu} as settings of Spark, by which it reaches every process before the first task. */
public final class GpuSettings {
    private static final Logger LOG = LoggerFactory.getLogger(GpuSettings.class);
    private static final String PLUGINS = "spark.plugins";
    private static final String PREFIX = "spark.plateau.gpu.";
    private static final String AMOUNT = "spark.executor.resource.gpu.amount";

    private GpuSettings() {}

    /**
     * Adds the plugin and what it needs to know.
     *
     * @throws ConfigProblem naming everything that would keep every executor from its GPU, before one is asked for
     */
    public static void add(GpuConfig gpu, SparkConf conf) {
        List<String> problems = new ArrayList<>();
        boolean local = conf.get("spark.master", "").matches("local(\\[.*\\])?");
        if (!CudaDevice.isOnClassPath()) {
            CudaArtifact wanted = CudaArtifact.ofThisBuild();
            problems.add("gpu.enabled = true, but this build holds no CUDA back end: build with mvn -Pcuda, which adds "
                    + wanted.name() + " " + wanted.version());
        }
        if (!local) {
            assigned(conf, problems);
            ExecutorMemory.check(gpu, conf, problems);
        }
        if (!problems.isEmpty() && gpu.fallback() == GpuConfig.Fallback.FAIL) {
            throw new ConfigProblem(problems);
        }
        problems.forEach(LOG::warn);
        String others = conf.get(PLUGINS, "");
        conf.set(PLUGINS, others.isEmpty() ? GpuPlugin.class.getName() : others + "," + GpuPlugin.class.getName());
        conf.set(PREFIX + "fallback", gpu.fallback().name().toLowerCase(Locale.ROOT));
        conf.set(PREFIX + "memory-fraction", Double.toString(gpu.memoryFraction()));
        conf.set(PREFIX + "host-memory", Integer.toString(gpu.hostMemory()));
    }

    private static void assigned(SparkConf conf, List<String> problems) {
        String amount = conf.get(AMOUNT, "0");
        if (!amount.equals("1")) {
            problems.add("gpu.enabled = true needs one GPU for each executor, and " + AMOUNT
                    + (amount.equals("0") ? " is not set" : " = " + amount)
                    + ": set it to 1, with spark.executor.resource.gpu.discoveryScript (submit/discover-gpus); submit/yarn and"
                    + " submit/k8s do with PLATEAU_GPUS=1. More GPUs: more executors");
        }
    }

    /** The reverse of {@link #add}. */
    static GpuConfig read(SparkConf conf) {
        return new GpuConfig(
                true,
                GpuConfig.Fallback.valueOf(conf.get(PREFIX + "fallback").toUpperCase(Locale.ROOT)),
                Double.parseDouble(conf.get(PREFIX + "memory-fraction")),
                Integer.parseInt(conf.get(PREFIX + "host-memory")));
    }
}
