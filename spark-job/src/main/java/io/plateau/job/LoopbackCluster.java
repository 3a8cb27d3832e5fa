package io.plateau.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone Spark cluster on the loopback interface, every part in its own process and made of this process's class path: a master,
 * and workers with one core each. It ends with this process at the latest.
 */
public final class LoopbackCluster implements AutoCloseable {
    /** Where the master and the driver listen. */
    static final String ADDRESS = "127.0.0.1";

    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
    private static final String LOG_SETTINGS = "log4j2.configurationFile";

    private final Path directory;
    private final int memory;
    private final List<String> options;
    private final List<Process> workers = new ArrayList<>();
    private final Thread hook = new Thread(this::kill, "end of the loopback cluster");
    private final String url;
    private final Process master;
    private int started;

    /**
     * Starts a cluster.
     *
     * @param directory for logs and what executors write; stays
     * @param workers how many
     * @param memory of the executor that each can hold, in MiB
     * @param options of the JVMs of master and workers
     * @throws IllegalStateException if a part does not start within two minutes, with what it said
     */
    public LoopbackCluster(Path directory, int workers, int memory, List<String> options)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.memory = memory;
        this.options = List.copyOf(options);
        // Workers look for Spark's jars here; the class path of the executors has them already.
        Files.createDirectories(directory.resolve("spark/jars"));
        Runtime.getRuntime().addShutdownHook(hook);
        Path log = directory.resolve("master.log");
        master = start(log, ADDRESS, "org.apache.spark.deploy.master.Master", "--port", "0");
        try {
            url = await(master, log, MASTER).group(1);
            for (int i = 0; i < workers; i++) {
                addWorker();
            }
        } catch (IOException | InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** What {@code spark.master} is to be. */
    public String url() {
        return url;
    }

    /** What the processes of drivers need in their environment, if they are to start such executors. */
    public Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME",
                directory.resolve("spark").toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                ADDRESS);
    }

    /** The workers that were not taken out; a live list. */
    public List<Process> workers() {
        return workers;
    }

    /** Starts one more worker and waits until the master knows it. */
    public void addWorker() throws IOException, InterruptedException {
        int number = started++;
        Path log = directory.resolve("worker-" + number + ".log");
        Process worker = start(
                log,
                // Hosts of their own: Spark starts no speculative copy on the host of the original.
                "127.0.0." + (2 + number),
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                memory + "m",
                "--work-dir",
                directory.resolve("work-" + number).toString(),
                url);
        workers.add(worker);
        await(worker, log, REGISTERED);
    }

    private Process start(Path log, String host, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        if (System.getProperty(LOG_SETTINGS) != null) {
            command.add("-D" + LOG_SETTINGS + "=" + System.getProperty(LOG_SETTINGS));
        }
        command.add("-Xmx256m");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of("--host", host, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment());
        // What is waited for is said at this level.
        builder.environment().put("PLATEAU_LOG_LEVEL", "info");
        return builder.start();
    }

    private static Matcher await(Process process, Path log, Pattern said) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            Matcher found = said.matcher(Files.readString(log));
            if (found.find()) {
                return found;
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the cluster does not start:\n" + Files.readString(log));
            }
            Thread.sleep(20);
        }
    }

    private void kill() {
        for (Process process : workers) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            // Those that it has started meanwhile.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        if (master != null) {
            master.destroyForcibly();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
