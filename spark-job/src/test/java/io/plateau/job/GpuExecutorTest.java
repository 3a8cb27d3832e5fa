package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.gpu.FakeCuda;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor in a process of its own on a machine that seems to have GPUs; what computes is ND4J, here on the processor. */
@Tag("slow")
class GpuExecutorTest {
    private static final int TASKS = 10;

    @TempDir
    Path directory;

    /** The quickstart for two epochs: the card that Spark assigned is pinned, and the losses are those of the other back end. */
    @Test
    void theQuickstartOnAnAssignedGpu() throws IOException, InterruptedException {
        StringWriter err = new StringWriter();
        assertThat(Main.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        quickstart("blas", "cluster.type=local")))
                .as(err.toString())
                .isZero();
        try (Launched run = onGpu("8.6", quickstart("gpu", "gpu.enabled=true", "gpu.memory-fraction=0.5"))) {
            assertThat(run.exitCode()).as(run.said()).isZero();
        }
        assertThat(Files.readAllLines(directory.resolve("calls")))
                .as(
                        "by UUID, whatever the order in which CUDA counts; half of the card, and of the host's share, for freed blocks")
                .containsExactly(
                        "useDevices [0] of GPU-b",
                        "allowMultiGPU false",
                        "setMaximumDeviceCache " + (8192L << 20) / 4,
                        "setMaximumHostCache " + (1024L << 20) / 2);
        List<double[]> expected = losses("blas");
        List<double[]> actual = losses("gpu");
        assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(40);
        for (int step = 0; step < expected.size(); step++) {
            for (int task = 0; task < TASKS; task++) {
                double loss = expected.get(step)[task];
                assertThat(actual.get(step)[task])
                        .as("loss of task %d in step %d", task, step + 1)
                        .isCloseTo(loss, within(2e-3 * loss));
            }
        }
    }

    @Test
    void aCardThatTheArtifactCannotRunOnEndsTheRunWithTheReason() throws IOException, InterruptedException {
        try (Launched run = onGpu("9.0", quickstart("hopper", "gpu.enabled=true"))) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(run.said())
                    .containsPattern(
                            "plateau: executor 0 on \\S+: GPU 1 \\(Fake B, compute capability 9.0\\) cannot run"
                                    + " nd4j-cuda-11.6 1.0.0-M2.1, which holds machine code for")
                    .contains("; gpu.fallback = cpu computes on the processor instead");
        }
        assertThat(directory.resolve("calls")).as("nothing of CUDA was loaded").doesNotExist();
    }

    private Launched onGpu(String capability, String... arguments) throws IOException {
        Path environment = FakeCuda.environment(directory.resolve("environment"));
        Path backEnd = FakeCuda.backEnd(directory.resolve("back-end"));
        Path smi = FakeCuda.smi(
                directory.resolve("bin"), "0, GPU-a, Fake A, 3.5, 2048", "1, GPU-b, Fake B, " + capability + ", 8192");
        Path resources = Files.writeString(
                directory.resolve("resources.json"),
                """
                [{"id": {"componentName": "spark.worker", "resourceName": "gpu"}, "addresses": ["1"]}]
                """);
        Files.createDirectories(directory.resolve("spark/jars"));
        List<String> options = List.of(
                // The driver only looks whether the back end is there.
                "-Xbootclasspath/a:" + environment,
                "-Dspark.master=local-cluster[1,1,1024]",
                "-Dspark.worker.resource.gpu.amount=1",
                "-Dspark.worker.resourcesFile=" + resources,
                "-Dspark.executor.resource.gpu.amount=1",
                "-Dspark.task.resource.gpu.amount=1",
                "-Dspark.executor.extraClassPath=" + environment + ":" + backEnd + ":"
                        + System.getProperty("java.class.path"));
        Map<String, String> variables = Map.of(
                "SPARK_HOME",
                directory.resolve("spark").toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "OMP_NUM_THREADS",
                "1",
                "PATH",
                smi + ":" + System.getenv("PATH"),
                FakeCuda.LOG,
                directory.resolve("calls").toString());
        return Launched.start(directory.resolve("log"), options, variables, arguments);
    }

    private String[] quickstart(String id, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--config",
                Path.of(System.getProperty("plateau.root"), "conf/quickstart.conf")
                        .toString(),
                "--output",
                directory.resolve("runs").toString(),
                "--run-id",
                id));
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("training.epochs=2", "training.compare=[]", "dataset.path=" + directory.resolve("data")));
        for (String setting : all) {
            arguments.add("--set");
            arguments.add(setting);
        }
        return arguments.toArray(String[]::new);
    }

    private List<double[]> losses(String id) throws IOException {
        List<double[]> losses = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("runs/" + id + "/steps.jsonl"))) {
            JsonNode step = new ObjectMapper().readTree(line).path("losses");
            assertThat(step).hasSize(TASKS);
            double[] values = new double[TASKS];
            for (int task = 0; task < TASKS; task++) {
                values[task] = step.path(task).asDouble();
            }
            losses.add(values);
        }
        return losses;
    }
}
