package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Scripts run in a directory, and the environment in which launchers only show their command. */
record DryRun(Path directory) {

    /** How a script ended, and what it wrote. */
    record Said(int code, String text) {}

    static String launcher(String name) {
        return SparkHome.ROOT.resolve("submit").resolve(name).toString();
    }

    /** A Spark that is never started, and further variables: name, value, name, value. */
    Map<String, String> environment(String... more) throws IOException {
        Path submit = Files.createDirectories(directory.resolve("spark/bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\nexit 99\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new HashMap<>(Map.of(
                "SPARK_HOME",
                directory.resolve("spark").toString(),
                "PLATEAU_JAR",
                Files.writeString(directory.resolve("plateau.jar"), "").toString(),
                "PLATEAU_DRY_RUN",
                "1"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    Said run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PLATEAU_") || name.endsWith("_CONF_DIR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
