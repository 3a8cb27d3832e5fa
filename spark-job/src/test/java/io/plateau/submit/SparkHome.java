package io.plateau.submit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Spark installation made of Maven's artifacts: {@code jars/} holds what a cluster has without us, {@code bin/spark-submit} asks
 * Spark's own launcher for the command, as the real one does.
 */
final class SparkHome {
    /** Of the checkout. */
    static final Path ROOT = Path.of(System.getProperty("plateau.root"));

    private static final Path TARGET = ROOT.resolve("spark-job/target");
    private static final String SUBMIT =
            """
            #!/usr/bin/env bash
            set -euo pipefail
            export SPARK_HOME SPARK_SCALA_VERSION=2.12
            SPARK_HOME=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
            command=()
            {
              # A line ends what the launcher has to say, then come the words of the command.
              IFS= read -r _ || true
              while IFS= read -r -d '' word; do command+=("$word"); done
            } < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
            exec "${command[@]}"
            """;

    private final Path home;

    private SparkHome(Path home) {
        this.home = home;
    }

    static SparkHome in(Path directory) throws IOException {
        Path jars = Files.createDirectories(directory.resolve("jars"));
        for (String entry : classPath().split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            // Its renamed copies of YARN's classes are no servlet filters for Spark's pages; a cluster's own are.
            if (jar.getFileName().toString().startsWith("hadoop-client-minicluster")) {
                continue;
            }
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        Files.createDirectories(directory.resolve("conf"));
        Path submit = Files.createDirectories(directory.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, SUBMIT);
        if (!submit.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + submit + " executable");
        }
        return new SparkHome(directory);
    }

    /** What a cluster has without us, as the build wrote it. */
    static String classPath() throws IOException {
        return Files.readString(TARGET.resolve("cluster.classpath")).strip();
    }

    /** The jar under test. */
    static Path jar() {
        return TARGET.resolve("plateau-spark.jar");
    }

    Path path() {
        return home;
    }

    /**
     * Runs a launcher to its end.
     *
     * @param log what it says
     * @return its exit code
     */
    int launch(String launcher, Path log, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true).redirectOutput(log.toFile());
        builder.command().add(ROOT.resolve("submit").resolve(launcher).toString());
        builder.command().addAll(java.util.List.of(arguments));
        builder.directory(log.getParent().toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_LOCAL_HOSTNAME",
                        "localhost"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                throw new TimeoutException("no end of " + launcher + ". It said:\n" + Files.readString(log));
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
