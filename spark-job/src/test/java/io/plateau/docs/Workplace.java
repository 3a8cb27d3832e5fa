package io.plateau.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The directory of somebody who follows a page: the checkout's conf beside small files under the names that the page uses. */
final class Workplace {
    private static final Path ROOT = Path.of(System.getProperty("plateau.root", "."));

    private final Path directory;

    /**
     * A new one.
     *
     * @param parent an empty directory; data of others lie in it as {@code shared}, as beside a checkout
     */
    Workplace(Path parent) throws IOException {
        directory = Files.createDirectory(parent.resolve("plateau"));
        Files.createSymbolicLink(directory.resolve("conf"), ROOT.resolve("conf").toAbsolutePath());
        if (hasShared()) {
            Path shared = ROOT.resolve("../shared").toRealPath();
            Files.createSymbolicLink(parent.resolve("shared"), shared);
            Path sample = shared.resolve("data/qm9-sample");
            link("dsgdb9nsd.xyz.tar.bz2", sample.resolve("dsgdb9nsd_sample.xyz.tar.bz2"));
            link("more.sdf", sample.resolve("gdb9_sample.sdf"));
            link("more.sdf.csv", sample.resolve("gdb9_sample.sdf.csv"));
            link("mine.sdf", sample.resolve("gdb9_sample.sdf"));
            link("mine.sdf.csv", sample.resolve("gdb9_sample.sdf.csv"));
        }
    }

    /** Whether the data that lie beside a checkout are there. */
    static boolean hasShared() {
        return Files.isDirectory(ROOT.resolve("../shared/data/qm9-sample"));
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(directory.resolve(name), target);
    }

    void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Runs commands one after the other in one process, up to the first that fails.
     *
     * @param commands the words of each
     * @return what they printed; the exit code is on the last line
     */
    String run(List<List<String>> commands) throws IOException, InterruptedException {
        Path script = Files.write(
                directory.resolve("commands.txt"),
                commands.stream().map(words -> String.join(PageRun.TAB, words)).toList());
        Path log = directory.resolve("printed.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + ROOT.resolve("conf/jvm.options").toAbsolutePath());
        command.add("-Dlog4j2.configurationFile=file:"
                + ROOT.resolve("conf/log4j2.properties").toAbsolutePath());
        command.add("-Xmx2g");
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), PageRun.class.getName(), script.toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            return Files.readString(log) + "\nexit code " + (ended ? process.exitValue() : "none: it does not end");
        } finally {
            process.destroyForcibly();
        }
    }
}
