package io.plateau.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The program in a process of its own, with the JVM options of the launchers. Close it: no process outlives its test. */
public final class Launched implements AutoCloseable {
    /** Options of JVMs that live for seconds: most of the time here is their start. */
    public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final Path log;

    private Launched(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Launched start(Path log, String... arguments) throws IOException {
        return start(log, List.of(), Map.of(), arguments);
    }

    /** With further options of the JVM, and environment variables. */
    public static Launched start(Path log, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path conf = Path.of(System.getProperty("plateau.root"), "conf");
        command.add("@" + conf.resolve("jvm.options"));
        command.add("-Dlog4j2.configurationFile=file:" + conf.resolve("log4j2.properties"));
        command.add("-Xmx512m");
        command.addAll(SHORT_LIVED);
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Launched(builder.start(), log);
    }

    /** Waits until a file has so many lines. */
    void awaitLines(Path file, int lines) throws IOException, InterruptedException {
        await(() -> {
            try {
                return Files.exists(file) && Files.readAllLines(file).size() >= lines;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits until something has happened, checked every other millisecond. */
    public void await(BooleanSupplier happened) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!happened.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing happened. The process said:\n" + Files.readString(log));
            }
            Thread.sleep(2);
        }
    }

    /** The process. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL: no shutdown hook runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM: the process may put its things in order. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Waits for the end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the process does not end");
        }
        return process.exitValue();
    }

    /** What it has written so far. */
    public String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
