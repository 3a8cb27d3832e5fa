package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.gpu.FakeCuda;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What launchers, discovery script and build say about GPUs, as far as it shows without one. */
class GpuSubmissionTest {
    @TempDir
    Path directory;

    private Map<String, String> environment;

    @BeforeEach
    void aSparkThatIsNeverStarted() throws IOException {
        environment = new DryRun(directory)
                .environment(
                        "HADOOP_CONF_DIR", directory.toString(),
                        "PLATEAU_K8S_API", "https://x:6443",
                        "PLATEAU_IMAGE", "i");
    }

    @Test
    void yarnAsksForOneGpuPerExecutorAndTask() throws IOException, InterruptedException {
        environment.put("PLATEAU_GPUS", "1");
        environment.put("PLATEAU_EXECUTOR_OVERHEAD", "6g");
        String said = run(0, "yarn", "train", "--set", "gpu.enabled=true");
        assertThat(said)
                .contains("spark.executor.resource.gpu.amount=1 ", "spark.task.resource.gpu.amount=1 ")
                .contains("spark.executor.resource.gpu.discoveryScript=./discover-gpus ")
                .containsPattern("spark.yarn.dist.files=\\S*submit/discover-gpus ")
                // Three quarters of what CUDA's context and pinned memory leave.
                .contains("javacpp.maxbytes=3072m", "javacpp.maxphysicalbytes=10240m");
    }

    @Test
    void withoutGpusNothingIsAskedFor() throws IOException, InterruptedException {
        for (String launcher : new String[] {"yarn", "k8s"}) {
            assertThat(run(0, launcher, "train")).doesNotContain("resource.gpu").contains("javacpp.maxbytes=3072m");
        }
    }

    @Test
    void severalGpusAndTooLittleMemoryAreRefused() throws IOException, InterruptedException {
        for (String launcher : new String[] {"yarn", "k8s"}) {
            environment.put("PLATEAU_GPUS", "2");
            assertThat(run(2, launcher, "train"))
                    .isEqualTo(
                            "plateau: PLATEAU_GPUS is '2': an executor computes on one GPU, give 1 and more executors\n");
            environment.put("PLATEAU_GPUS", "1");
            environment.put("PLATEAU_EXECUTOR_OVERHEAD", "2g");
            assertThat(run(2, launcher, "train"))
                    .isEqualTo(
                            "plateau: PLATEAU_EXECUTOR_OVERHEAD is '2g': CUDA and its pinned memory alone take 2048m, give"
                                    + " more\n");
        }
    }

    @Test
    void theDiscoveryScriptSpeaksAsSparkReads() throws IOException, InterruptedException {
        Path smi = FakeCuda.smi(directory.resolve("bin"), "0, GPU-a, A, 8.6, 1024", "1, GPU-b, B, 7.5, 1024");
        environment.put("PATH", smi + ":" + System.getenv("PATH"));
        assertThat(run(0, "discover-gpus")).isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}\n");
        Files.writeString(smi.resolve("nvidia-smi"), "#!/bin/sh\nexit 9\n");
        assertThat(run(1, "discover-gpus"))
                .isEqualTo(
                        "discover-gpus: nvidia-smi failed: install the NVIDIA driver, and give the container the card\n");
    }

    /** Read, not resolved: the artifacts are 600 MB. */
    @Test
    void theProfileTakesItsArtifactFromProperties() throws Exception {
        Element job = pom("spark-job/pom.xml");
        NodeList profiles = job.getElementsByTagName("profile");
        Element cuda = IntStream.range(0, profiles.getLength())
                .mapToObj(i -> (Element) profiles.item(i))
                .filter(profile -> text(profile, "id", 0).equals("cuda"))
                .findFirst()
                .orElseThrow();
        assertThat(cuda.getElementsByTagName("dependency").getLength()).isEqualTo(3);
        for (int i = 0; i < 2; i++) {
            assertThat(text(cuda, "artifactId", i)).isEqualTo("${nd4j.cuda.artifact}");
            assertThat(text(cuda, "version", i)).isEqualTo("${nd4j.cuda.version}");
        }
        assertThat(text(cuda, "version", 2)).isEqualTo("${cuda.version}");
        Element root = pom("pom.xml");
        assertThat(text(root, "nd4j.cuda.artifact", 0)).isEqualTo("nd4j-cuda-11.6");
        assertThat(text(root, "nd4j.cuda.version", 0)).isEqualTo("${nd4j.version}");
        assertThat(text(root, "cuda.version", 0)).isEqualTo("11.6-8.3-${javacpp.version}");
    }

    private static Element pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(SparkHome.ROOT.resolve(path).toFile())
                .getDocumentElement();
    }

    private static String text(Element parent, String tag, int index) {
        return parent.getElementsByTagName(tag).item(index).getTextContent().strip();
    }

    private String run(int code, String script, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(Stream.of(DryRun.launcher(script)), Arrays.stream(arguments))
                .toArray(String[]::new);
        DryRun.Said said = new DryRun(directory).run(environment, command);
        assertThat(said.code()).as(said.text()).isEqualTo(code);
        return said.text();
    }
}
