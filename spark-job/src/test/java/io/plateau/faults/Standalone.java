package io.plateau.faults;

import io.plateau.job.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone cluster on the loopback interface, every part in its own process: a master, and workers with one core each. */
final class Standalone implements AutoCloseable {
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

    private final Path directory;
    private final List<Process> workers = new ArrayList<>();
    private final String url;
    private final Process master;
    private int started;

    Standalone(Path directory, int workers) throws IOException, InterruptedException {
        this.directory = directory;
        // Workers look for Spark's jars here; the class path of the executors has them already.
        Files.createDirectories(directory.resolve("spark/jars"));
        Path log = directory.resolve("master.log");
        master = start(log, "127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "0");
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

    String url() {
        return url;
    }

    /** What the processes of drivers need in their environment. */
    Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME", directory.resolve("spark").toString(),
                "SPARK_SCALA_VERSION", "2.12",
                "SPARK_LOCAL_IP", "127.0.0.1");
    }

    void addWorker() throws IOException, InterruptedException {
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
                "1g",
                "--work-dir",
                directory.resolve("work-" + number).toString(),
                url);
        workers.add(worker);
        await(worker, log, REGISTERED);
    }

    /** Kills a worker with all executors that it has started. */
    void killWorkerOf(ProcessHandle executor) throws InterruptedException {
        Process worker = workers.stream()
                .filter(process -> process.descendants().anyMatch(executor::equals))
                .findFirst()
                .orElseThrow();
        kill(worker);
        workers.remove(worker);
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(Process::descendants).toList();
    }

    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> executors = process.descendants().toList();
        // It first, or it would start others.
        process.destroyForcibly().waitFor();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    private Process start(Path log, String host, String main, String... arguments) throws IOException {
        Path conf = Path.of(System.getProperty("plateau.root"), "conf");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + conf.resolve("jvm.options"),
                "-Dlog4j2.configurationFile=file:" + conf.resolve("log4j2.properties"),
                "-Xmx256m"));
        command.addAll(Launched.SHORT_LIVED);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of("--host", host, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment());
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

    @Override
    public void close() {
        for (Process process : workers) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            // Those that it has started meanwhile.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        master.destroyForcibly();
    }
}
