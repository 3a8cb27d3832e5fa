package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.job.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** submit/yarn with plateau-spark.jar and the shipped Spark properties, against YARN: driver, executors and YARN in processes of their own. */
@Tag("slow")
class YarnIT {
    @TempDir
    static Path directory;

    private static SparkHome spark;
    private static Process yarn;
    private static YarnClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException, TimeoutException {
        spark = SparkHome.in(directory.resolve("spark"));
        Path conf = Files.createDirectories(directory.resolve("hadoop"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + SparkHome.ROOT.resolve("conf/jvm.options"),
                "-Xmx512m",
                "-cp",
                SparkHome.ROOT.resolve("spark-job/target/test-classes") + ":" + SparkHome.classPath(),
                MiniYarn.class.getName(),
                conf.toString());
        builder.directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("yarn.log").toFile());
        yarn = builder.start();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!Files.exists(conf.resolve("ready"))) {
            if (!yarn.isAlive() || System.nanoTime() > deadline) {
                throw new TimeoutException("YARN does not start:\n" + Files.readString(directory.resolve("yarn.log")));
            }
            Thread.sleep(50);
        }
        Configuration hadoop = new Configuration();
        hadoop.addResource(
                new org.apache.hadoop.fs.Path(conf.resolve("yarn-site.xml").toUri()));
        client = YarnClient.createYarnClient();
        client.init(hadoop);
        client.start();
        // The data are there before; and this is the run that the others are held against.
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err), arguments("loop", "cluster.type=local"));
        assertThat(code).as(err.toString()).isZero();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (client != null) {
            client.close();
        }
        if (yarn != null) {
            yarn.getOutputStream().close();
            if (!yarn.waitFor(10, TimeUnit.SECONDS)) {
                yarn.descendants().forEach(ProcessHandle::destroyForcibly);
                yarn.destroyForcibly();
            }
        }
    }

    @Test
    void trainsWithTheDriverInTheCluster() throws IOException, InterruptedException, TimeoutException, YarnException {
        assertThat(submit("cluster", arguments("cluster", "cluster.type=spark")))
                .as(said())
                .isZero();
        assertThat(newest().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertSameBitsAsLoop("cluster");

        Path status = directory.resolve("runs/cluster/status.json");
        byte[] before = Files.readAllBytes(status);
        assertThat(submit("cluster", arguments("cluster", "cluster.type=spark")))
                .as("a repeated run: %s", said())
                .isZero();
        assertThat(newest().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(Files.readAllBytes(status)).as("nothing was done").isEqualTo(before);
    }

    @Test
    void trainsWithTheDriverHere() throws IOException, InterruptedException, TimeoutException, YarnException {
        assertThat(submit("client", arguments("client", "cluster.type=spark")))
                .as(said())
                .isZero();
        assertThat(here()).contains("task  ", "model  " + directory.resolve("runs/client/model"));
        assertThat(newest().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertSameBitsAsLoop("client");
    }

    @Test
    void aFailureInTheClusterHasItsReasonInYarnsDiagnostics()
            throws IOException, InterruptedException, TimeoutException, YarnException {
        assertThat(submit("cluster", once(arguments("bad", "training.epoch=1"))))
                .isEqualTo(1);
        ApplicationReport report = newest();
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
        assertThat(report.getDiagnostics())
                .contains("unknown key 'training.epoch': did you mean 'training.epochs'?")
                .contains("(exit code 2)");
    }

    @Test
    void aFailureHereHasItsExitCodeAndYarnHearsOfIt()
            throws IOException, InterruptedException, TimeoutException, YarnException {
        String[] arguments = arguments("nodata", "dataset.source.kind=none");
        List<String> elsewhere = new ArrayList<>(List.of(arguments));
        elsewhere.addAll(List.of("--set", "dataset.path=" + directory.resolve("nowhere")));
        assertThat(submit("client", elsewhere.toArray(String[]::new)))
                .as(said())
                .isEqualTo(3);
        assertThat(here())
                .contains("plateau: there is no dataset at " + directory.resolve("nowhere"))
                .doesNotContain("\tat io.plateau");
        assertThat(newest().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
    }

    private static void assertSameBitsAsLoop(String run) throws IOException {
        assertThat(directory.resolve("runs/" + run + "/_SUCCESS")).as(said()).exists();
        assertThat(directory.resolve("runs/" + run + "/model/parameters.bin"))
                .hasSameBinaryContentAs(directory.resolve("runs/loop/model/parameters.bin"));
    }

    /** The quickstart, short. */
    private static String[] arguments(String id, String setting) {
        return new String[] {
            "train",
            "--config",
            SparkHome.ROOT.resolve("conf/quickstart.conf").toString(),
            "--set",
            "training.epochs=1",
            "--set",
            "training.max-steps=6",
            "--set",
            "training.compare=[]",
            "--set",
            "dataset.path=" + directory.resolve("data"),
            "--set",
            "run.output=" + directory.resolve("runs"),
            "--run-id",
            id,
            "--resume",
            "auto",
            "--set",
            setting
        };
    }

    private static String cache() {
        return "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("javacpp");
    }

    private static int submit(String mode, String... arguments)
            throws IOException, InterruptedException, TimeoutException {
        return spark.launch(
                "yarn",
                directory.resolve("log"),
                Map.of(
                        "HADOOP_CONF_DIR", directory.resolve("hadoop").toString(),
                        "PLATEAU_JAR", SparkHome.jar().toString(),
                        "PLATEAU_DEPLOY_MODE", mode,
                        "PLATEAU_EXECUTOR_CORES", "1",
                        "PLATEAU_EXECUTOR_MEMORY", "512m",
                        "PLATEAU_EXECUTOR_OVERHEAD", "512m",
                        "PLATEAU_DRIVER_MEMORY", "512m",
                        "PLATEAU_DRIVER_OVERHEAD", "512m",
                        "PLATEAU_SUBMIT_OPTS",
                                "--conf spark.yarn.jars=local:" + spark.path().resolve("jars") + "/*"
                                        + " --conf spark.yarn.stagingDir=file:" + directory.resolve("staging")
                                        + (mode.equals("client") ? " --conf spark.driver.host=127.0.0.1" : "")
                                        + " --conf spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1"
                                        + " --conf spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1"
                                        + " --conf spark.ui.enabled=false"
                                        + " --conf spark.scheduler.minRegisteredResourcesRatio=0"
                                        // Natives are unpacked once for all containers.
                                        + " --conf spark.driver.extraJavaOptions=" + cache()
                                        + " --conf spark.executor.extraJavaOptions=" + cache()
                                        + " --conf spark.yarn.report.interval=200ms"),
                arguments);
    }

    /** Without --resume auto, so that YARN does not try again. */
    private static String[] once(String[] arguments) {
        return Stream.of(arguments)
                .filter(argument -> !argument.equals("--resume") && !argument.equals("auto"))
                .toArray(String[]::new);
    }

    /** What was said where the launcher was called. */
    private static String here() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** The launcher and, where there are any, the containers of the application that was submitted last. */
    private static String said() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> logs = files.filter(file -> file.endsWith("log") || file.endsWith("stderr"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
            for (Path file : logs) {
                all.append("== ").append(file).append('\n').append(Files.readString(file));
            }
        } catch (IOException unreadable) {
            all.append(unreadable);
        }
        return all.toString();
    }

    /** The application that was submitted last, once YARN knows how it ended: that takes a moment after the driver's end. */
    private static ApplicationReport newest() throws IOException, YarnException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            ApplicationReport report = client.getApplications().stream()
                    .max(Comparator.comparing(ApplicationReport::getApplicationId))
                    .orElseThrow();
            if (report.getFinalApplicationStatus() != FinalApplicationStatus.UNDEFINED
                    || System.nanoTime() > deadline) {
                return report;
            }
            Thread.sleep(50);
        }
    }
}
