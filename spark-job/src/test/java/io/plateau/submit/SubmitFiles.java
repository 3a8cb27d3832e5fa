package io.plateau.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what lies under submit/. */
final class SubmitFiles {
    private SubmitFiles() {}

    static String text(String name) {
        try {
            return Files.readString(SparkHome.ROOT.resolve("submit").resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A file of Spark properties, read as the launchers read it. */
    static Map<String, String> properties(String name) {
        Map<String, String> properties = new LinkedHashMap<>();
        text("conf/" + name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", 2))
                .forEach(pair -> properties.put(pair[0], pair[1].strip()));
        return properties;
    }
}
