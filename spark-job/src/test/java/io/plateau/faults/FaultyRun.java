package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.job.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A training on the cluster whose executors are held at given moments, and what is done to its processes then. */
final class FaultyRun implements AutoCloseable {
    private final Standalone cluster;
    private final Path directory;
    private final List<String> options;
    private final String[] arguments;
    private final MomentFiles moments;
    private Launched driver;
    private ProcessHandle stopped;
    private long struck;
    private int drivers;

    /**
     * Starts it.
     *
     * @param directory for its logs and files
     * @param settings further ones of Spark, key=value
     */
    FaultyRun(Standalone cluster, Path directory, List<Moment> held, List<String> settings, String... arguments)
            throws IOException {
        this.cluster = cluster;
        this.directory = Files.createDirectories(directory);
        this.arguments = arguments.clone();
        moments = new MomentFiles(directory);
        String lines = held.stream().map(Moment::line).collect(Collectors.joining(";"));
        options = new ArrayList<>();
        Stream.of(
                        "spark.master=" + cluster.url(),
                        "spark.driver.host=127.0.0.1",
                        "spark.driver.bindAddress=127.0.0.1",
                        "spark.ui.enabled=false",
                        "spark.sql.shuffle.partitions=2",
                        "spark.sql.warehouse.dir=" + directory.resolve("warehouse"),
                        "spark.executor.memory=512m",
                        "spark.executor.extraJavaOptions=" + String.join(" ", Launched.SHORT_LIVED),
                        "spark.executor.extraClassPath=" + System.getProperty("java.class.path"),
                        // Every run begins with all executors.
                        "spark.scheduler.minRegisteredResourcesRatio=1.0",
                        "spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
                        // What docs/faults.md recommends.
                        "spark.executor.heartbeatInterval=2s",
                        "spark.network.timeout=20s",
                        "spark.network.timeoutInterval=5s",
                        "spark.plugins=" + FaultPlugin.class.getName(),
                        FaultPlugin.MOMENTS + "=" + lines,
                        FaultPlugin.DIRECTORY + "=" + directory)
                .forEach(this::set);
        settings.forEach(this::set);
        launch();
    }

    private void set(String setting) {
        options.add("-D" + setting);
    }

    private void launch() throws IOException {
        Path log = directory.resolve("driver-" + drivers++ + ".log");
        driver = Launched.start(log, options, cluster.environment(), arguments);
    }

    /** Waits until a moment has come and gives the executor held there; from the first on, seconds count. */
    private ProcessHandle await(int moment) throws IOException, InterruptedException {
        driver.await(() -> moments.hasArrived(moment));
        if (struck == 0) {
            struck = System.nanoTime();
        }
        return moments.process(moment);
    }

    /** No fault. */
    void letGoOn() throws IOException, InterruptedException {
        await(0);
        moments.over(0);
    }

    /** Kills the executors held in these moments, once all have come. */
    void killExecutors(int... held) throws IOException, InterruptedException {
        List<ProcessHandle> executors = new ArrayList<>();
        for (int moment : held) {
            executors.add(await(moment));
        }
        assertThat(executors).doesNotHaveDuplicates();
        // They stand before the moment is over, so that they do not go on, and it is over before another executor takes
        // their tasks.
        for (ProcessHandle executor : executors) {
            stop(executor);
        }
        for (int moment : held) {
            moments.over(moment);
        }
        for (ProcessHandle executor : executors) {
            executor.destroyForcibly();
            executor.onExit().join();
        }
    }

    /** Stops an executor: its process is there and answers nothing. */
    void stopExecutor() throws IOException, InterruptedException {
        stopped = await(0);
        stop(stopped);
        moments.over(0);
    }

    private static void stop(ProcessHandle process) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid())
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    /** Kills the worker with its executor. */
    void killWorker() throws IOException, InterruptedException {
        cluster.killWorkerOf(await(0));
        moments.over(0);
    }

    /** Kills the driver and starts another one with the same arguments. */
    void killDriver() throws IOException, InterruptedException {
        await(0);
        driver.kill();
        moments.over(0);
        launch();
    }

    /** What became of the tasks that came late on a slow executor. */
    List<String> fatesOfSlowTasks() throws IOException {
        return moments.fates();
    }

    /** How many pieces of a broadcast were there when the first moment had come. */
    int pieces() throws IOException {
        return moments.pieces(0);
    }

    /**
     * Waits for the end.
     *
     * @return seconds since the first moment
     */
    double end() throws IOException, InterruptedException {
        int code = driver.exitCode();
        double seconds = (System.nanoTime() - struck) * 1e-9;
        assertThat(code).as(driver.said()).isZero();
        return seconds;
    }

    /** What the last driver has written. */
    String said() throws IOException {
        return driver.said();
    }

    @Override
    public void close() {
        driver.close();
        if (stopped != null) {
            stopped.destroyForcibly();
        }
    }
}
