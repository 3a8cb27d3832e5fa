package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.conf.LimitsConfig;
import io.plateau.observe.SparkWatch;
import io.plateau.observe.Unanswered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not answer ends the work with a message that names it. */
class LimitsTest {
    @TempDir
    Path directory;

    private static volatile CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letTasksGo() {
        release.countDown();
        System.clearProperty("spark.master");
    }

    @Test
    void aJobWhoseTasksDoNotEndIsCancelledByName() {
        System.setProperty("spark.master", "local[2]");
        release = new CountDownLatch(1);
        assertThatThrownBy(() -> SparkSessions.run("test", new LimitsConfig(0, 2, 0), LimitsTest::hang))
                .isInstanceOf(Unanswered.class)
                .hasMessageMatching(
                        "step 7: gradients, waiting for \\d of 4 shards for \\d+ s \\(.*\\): no task has ended within"
                                + " limits.job-seconds = 2\\. Look at the named executors, or raise the limit");
        assertThat(SparkWatch.waiting()).as("of the stopped context").isEmpty();
    }

    @Test
    void theTasksThatAreWaitedForAreNamedWithTheirExecutors() throws IOException, InterruptedException {
        System.setProperty("spark.master", "local[2]");
        release = new CountDownLatch(1);
        Pattern expected = Pattern.compile("step 7: gradients, waiting for 3 of 4 shards for \\d+ s"
                + " \\(executor driver on \\S+: shards 1, 2; not started: 1\\)");
        AtomicReference<String> waiting = new AtomicReference<>("");
        Thread looksOn = new Thread(() -> {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!expected.matcher(waiting.get()).matches() && System.nanoTime() < deadline) {
                waiting.set(SparkWatch.waiting().orElse(""));
                LockSupport.parkNanos(1_000_000);
            }
            release.countDown();
        });
        looksOn.start();
        SparkSessions.run("test", new LimitsConfig(0, 0, 0), LimitsTest::hang);
        looksOn.join();
        assertThat(waiting.get()).matches(expected);
    }

    /** Shard 0 ends at once, the others do not. */
    private static void hang(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        // Cancelling interrupts the tasks, so that none outlives its test.
        context.setJobGroup("test", "step 7: gradients", true);
        context.parallelize(List.of(0, 1, 2, 3), 4)
                .setName("train shards")
                .map(shard -> {
                    if (shard > 0) {
                        release.await();
                    }
                    return shard;
                })
                .collect();
    }

    @Test
    void aMasterWithoutRoomIsToldWithWhatWasAskedOfIt() {
        SparkConf conf = new SparkConf().set("spark.ui.enabled", "false");
        RpcEnv master =
                Master$.MODULE$.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
        try {
            System.setProperty(
                    "spark.master", "spark://127.0.0.1:" + master.address().port());
            System.setProperty("spark.driver.host", "127.0.0.1");
            System.setProperty("spark.ui.enabled", "false");
            assertThatThrownBy(() -> SparkSessions.run("test", new LimitsConfig(6, 0, 0), LimitsTest::hang))
                    .isInstanceOf(Unanswered.class)
                    .hasMessageMatching("step 7: gradients: no executor registered within limits.start-seconds = 6\\."
                            + " Asked of spark://127\\.0\\.0\\.1:\\d+: as many executors as it gets, each with all free"
                            + " cores and 1g of heap\\. Look whether .*");
        } finally {
            System.clearProperty("spark.driver.host");
            System.clearProperty("spark.ui.enabled");
            master.shutdown();
        }
    }

    /** In a process of its own: what Spark leaves of a context that never came to be would meet the next test. */
    @Test
    void aMasterThatSaysNothingIsNotWaitedForForEver() throws IOException, InterruptedException {
        Path config = Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset { path = "%s/data", source { kind = synthetic, synthetic { rows = 100, inputs = 4, outputs = 1, tasks = 2 } } }
                limits.start-seconds = 2
                """
                        .formatted(directory, directory));
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> options = List.of(
                    "-Dspark.master=spark://127.0.0.1:" + mute.getLocalPort(),
                    "-Dspark.driver.host=127.0.0.1",
                    "-Dspark.ui.enabled=false");
            try (Launched run = Launched.start(
                    directory.resolve("log"), options, Map.of(), "train", "--config", config.toString())) {
                assertThat(run.exitCode()).as(run.said()).isEqualTo(ExitCode.UNANSWERED);
                assertThat(run.said())
                        .containsPattern("plateau: Spark has not started within limits.start-seconds = 2:"
                                + " spark://127\\.0\\.0\\.1:\\d+ does not answer or grants nothing\\. ");
            }
        }
    }
}
