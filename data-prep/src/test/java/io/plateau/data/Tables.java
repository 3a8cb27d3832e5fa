package io.plateau.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Assumptions;

/** Tables written for a test. */
final class Tables {

    static final Configuration HADOOP = new Configuration();

    private Tables() {}

    static Path path(java.nio.file.Path file) {
        return new Path(file.toString());
    }

    static Path write(java.nio.file.Path directory, String name, byte[] content) {
        try {
            return path(Files.write(directory.resolve(name), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(java.nio.file.Path directory, String... lines) {
        return write(directory, "table.csv", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The names in a directory, in order, without Hadoop's checksum files. */
    static List<String> listing(java.nio.file.Path where) throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** 60 rows: a, b numeric, colour categorical, y regression, z binary, k multiclass, who a group of 5 rows. */
    static Path sample(java.nio.file.Path directory) {
        String[] lines = new String[61];
        lines[0] = "a,colour,b,y,z,k,who";
        for (int i = 0; i < 60; i++) {
            String colour = List.of("red", "green", "blue", "").get(i % 4);
            lines[i + 1] = i + "," + colour + "," + (1000 + i * i % 7) + "," + (i % 5 == 0 ? "" : i * 0.5 - 3) + ","
                    + (i % 2 == 0 ? "no" : "yes") + "," + i % 3 + ",p" + i / 5;
        }
        return write(directory, lines);
    }

    static CsvSource sampleSource(java.nio.file.Path directory) {
        return CsvSource.of(
                        sample(directory), List.of(Target.regression("y"), Target.binary("z"), Target.multiclass("k")))
                .withCategorical(List.of("colour"))
                .withIgnored(List.of("who"));
    }

    static java.nio.file.Path shared(String name) {
        java.nio.file.Path file =
                java.nio.file.Path.of(System.getProperty("plateau.root"), "..", "shared", "data", name);
        boolean there = Files.exists(file);
        String message = "skipped: " + file.normalize() + " is not on this machine";
        if (!there) {
            System.err.println(message);
        }
        Assumptions.assumeTrue(there, message);
        return file.normalize();
    }
}
