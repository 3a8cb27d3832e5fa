package io.plateau.gpu;

import io.plateau.conf.GpuConfig;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Whether what an executor may take beside its Java heap fits into what the cluster manager lets it have there: JavaCPP's arrays, ND4J's
 * pinned copies, and CUDA's own context. YARN and Kubernetes kill a process that takes more, without a word.
 */
final class ExecutorMemory {
    /** MiB of host memory of a CUDA context with ND4J's 900 MB of machine code: an estimate, not measured. */
    static final int CONTEXT = 1024;

    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    /** Spark's own: at least so many MiB, else a tenth of the heap. */
    private static final int LEAST_OVERHEAD = 384;

    private ExecutorMemory() {}

    static void check(GpuConfig gpu, SparkConf conf, List<String> problems) {
        String master = conf.get("spark.master", "");
        if (!master.startsWith("yarn") && !master.startsWith("k8s")) {
            // Nobody counts.
            return;
        }
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
        long overhead = conf.getSizeAsMb(OVERHEAD, Math.max(LEAST_OVERHEAD, (long) (factor * heap)) + "m");
        long arrays = limit("maxbytes", conf, heap);
        long needed = arrays + gpu.hostMemory() + CONTEXT;
        if (needed > overhead) {
            problems.add(OVERHEAD + " is " + overhead + "m, and an executor with a GPU may take " + needed
                    + "m beside its heap: " + arrays + "m of arrays (org.bytedeco.javacpp.maxbytes), "
                    + gpu.hostMemory()
                    + "m pinned (gpu.host-memory), about " + CONTEXT + "m of CUDA's context. Set " + OVERHEAD + "="
                    + needed
                    + "m or more (with submit/yarn and submit/k8s PLATEAU_EXECUTOR_OVERHEAD and PLATEAU_GPUS=1)");
        }
        long whole = limit("maxphysicalbytes", conf, Long.MAX_VALUE);
        if (whole < heap + needed) {
            problems.add("org.bytedeco.javacpp.maxphysicalbytes is " + whole + "m, and heap, arrays, pinned memory and"
                    + " context of an executor may take " + (heap + needed) + "m: set it to that or more");
        }
    }

    /** A limit of JavaCPP in the executors' Java options, in MiB. */
    private static long limit(String name, SparkConf conf, long absent) {
        String options = conf.get("spark.executor.defaultJavaOptions", "") + " "
                + conf.get("spark.executor.extraJavaOptions", "");
        Matcher value = Pattern.compile("-Dorg\\.bytedeco\\.javacpp\\." + name + "=(\\d+[a-zA-Z]*)")
                .matcher(options);
        long found = absent;
        while (value.find()) {
            // The last one counts, as it does for the JVM; no unit means bytes.
            found = value.group(1).matches("\\d+")
                    ? Long.parseLong(value.group(1)) >> 20
                    : JavaUtils.byteStringAsMb(value.group(1));
        }
        return found;
    }
}
