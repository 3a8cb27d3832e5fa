package io.plateau.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plateau.conf.ConfigProblem;
import io.plateau.conf.GpuConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class GpuSettingsTest {
    private static final GpuConfig STRICT = new GpuConfig(true, GpuConfig.Fallback.FAIL, 0.5, 1024);
    private static final GpuConfig LENIENT = new GpuConfig(true, GpuConfig.Fallback.CPU, 0.5, 2048);

    @Test
    void whatKeepsEveryExecutorFromItsGpuIsSaidAtOnce() {
        SparkConf conf = conf("spark.master", "yarn", "spark.executor.memory", "4g");
        ConfigProblem refused = catchThrowableOfType(ConfigProblem.class, () -> GpuSettings.add(STRICT, conf));
        assertThat(refused.problems())
                .containsExactly(
                        "gpu.enabled = true, but this build holds no CUDA back end: build with mvn -Pcuda, which adds"
                                + " nd4j-cuda-11.6 1.0.0-M2.1",
                        "gpu.enabled = true needs one GPU for each executor, and spark.executor.resource.gpu.amount is not"
                                + " set: set it to 1, with spark.executor.resource.gpu.discoveryScript (submit/discover-gpus);"
                                + " submit/yarn and submit/k8s do with PLATEAU_GPUS=1. More GPUs: more executors",
                        "spark.executor.memoryOverhead is 409m, and an executor with a GPU may take 6144m beside its heap: 4096m"
                                + " of arrays (org.bytedeco.javacpp.maxbytes), 1024m pinned (gpu.host-memory), about 1024m of"
                                + " CUDA's context. Set spark.executor.memoryOverhead=6144m or more (with submit/yarn and"
                                + " submit/k8s PLATEAU_EXECUTOR_OVERHEAD and PLATEAU_GPUS=1)");
    }

    @Test
    void theNumberThatIsNamedIsEnough() {
        String[] settings = {
            "spark.master", "k8s://https://10.0.0.1:6443",
            "spark.executor.memory", "4g",
            "spark.executor.memoryOverhead", "3583m",
            "spark.executor.defaultJavaOptions",
                    "-Dorg.bytedeco.javacpp.maxbytes=1536m -Dorg.bytedeco.javacpp.maxphysicalbytes=7000m"
        };
        List<String> problems = new ArrayList<>();
        ExecutorMemory.check(STRICT, conf(settings), problems);
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("Set spark.executor.memoryOverhead=3584m or more");
        assertThat(problems.get(1))
                .isEqualTo(
                        "org.bytedeco.javacpp.maxphysicalbytes is 7000m, and heap, arrays, pinned memory and context of an"
                                + " executor may take 7680m: set it to that or more");
        settings[5] = "3584m";
        settings[7] = "-Dorg.bytedeco.javacpp.maxbytes=1536m -Dorg.bytedeco.javacpp.maxphysicalbytes=7680m";
        problems.clear();
        ExecutorMemory.check(STRICT, conf(settings), problems);
        assertThat(problems).isEmpty();
    }

    @Test
    void severalGpusOfAnExecutorAreRefused() {
        SparkConf conf = conf("spark.master", "spark://h:7077", "spark.executor.resource.gpu.amount", "2");
        ConfigProblem refused = catchThrowableOfType(ConfigProblem.class, () -> GpuSettings.add(STRICT, conf));
        assertThat(refused.problems().get(1))
                .startsWith(
                        "gpu.enabled = true needs one GPU for each executor, and spark.executor.resource.gpu.amount = 2:");
    }

    @Test
    void settingsTravelAndOtherPluginsStay() {
        SparkConf conf = conf("spark.master", "local[2]", "spark.plugins", "a.B");
        GpuSettings.add(LENIENT, conf);
        assertThat(conf.get("spark.plugins")).isEqualTo("a.B," + GpuPlugin.class.getName());
        assertThat(GpuSettings.read(conf)).isEqualTo(LENIENT);
    }

    private static SparkConf conf(String... settings) {
        SparkConf conf = new SparkConf(false);
        for (int i = 0; i < settings.length; i += 2) {
            conf.set(settings[i], settings[i + 1]);
        }
        return conf;
    }
}
