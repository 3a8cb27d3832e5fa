package io.plateau.docs;

import io.plateau.job.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A program that runs commands in its working directory as a shell would, and ends with the exit code of the first that fails. */
final class PageRun {
    /** Between the words of a command. */
    static final String TAB = "\t";

    private static final Path RUNS = Path.of("runs");

    private PageRun() {}

    /** Reads one command per line from the file that is named first. */
    public static void main(String[] arguments) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int code = 0;
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            List<String> words = new ArrayList<>();
            for (String word : line.split(TAB)) {
                words.addAll(expanded(word));
            }
            out.println("== " + String.join(" ", words));
            code = Main.run(out, out, words.toArray(String[]::new));
            if (code != 0) {
                break;
            }
        }
        out.flush();
        System.exit(code);
    }

    private static List<String> expanded(String word) throws IOException {
        String known =
                word.contains(DocumentedCommand.RUN_ID) ? word.replace(DocumentedCommand.RUN_ID, newestRun()) : word;
        int star = known.indexOf('*');
        if (star < 0 || known.contains("=")) {
            return List.of(known);
        }
        List<String> matches = new ArrayList<>();
        Path directory = Path.of(known).getParent();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory, Path.of(known).getFileName().toString())) {
            found.forEach(path -> matches.add(path.toString()));
        }
        matches.sort(Comparator.naturalOrder());
        return matches;
    }

    private static String newestRun() throws IOException {
        try (Stream<Path> runs = Files.list(RUNS)) {
            return runs.filter(run -> Files.exists(run.resolve("_SUCCESS")))
                    .max(Comparator.comparing(
                            run -> run.resolve("_SUCCESS").toFile().lastModified()))
                    .orElseThrow()
                    .getFileName()
                    .toString();
        }
    }
}
