package io.plateau.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A configuration over two tasks of 160 training rows, ten steps a training, and the commands on it. */
final class SmallSweeps {
    private static final Set<String> TIMED = Set.of("manifest.json", "card.json", "card.md");

    private final Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    SmallSweeps(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(
                config(),
                """
                run { output = "%s/runs", name = base }
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 200, inputs = 8, outputs = 1, tasks = 2, noise-seed = 5 } }
                }
                model.hidden = [16]
                training { epochs = 2, batch-size = 32, shards = 2, compare = [{ label = not here, method = ls }] }
                cluster.type = local
                """
                        .formatted(directory, directory));
    }

    Path config() {
        return directory.resolve("job.conf");
    }

    /** Sweeps into the directory {@code output}, which names the sweep's file, too. */
    int sweep(String hocon, String output, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve(output + ".conf"), hocon);
        List<String> all = new ArrayList<>(List.of(
                "sweep",
                "--config",
                config().toString(),
                "--sweep",
                file.toString(),
                "--output",
                directory.resolve(output).toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    /** What the last command printed. */
    String out() {
        return out.toString();
    }

    /** What the last command said. */
    String err() {
        return err.toString();
    }

    /** A digest of every file of a trial that its training decides, by its path in the run: not of those that tell times. */
    Map<String, String> bits(String trial) throws IOException {
        Map<String, String> bits = new TreeMap<>();
        Path run = directory.resolve(trial);
        for (String part : List.of("model", "checkpoints")) {
            try (Stream<Path> files = Files.walk(run.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!TIMED.contains(file.getFileName().toString())) {
                        bits.put(run.relativize(file).toString(), digest(file));
                    }
                }
            }
        }
        return bits;
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(directory.resolve(file).toFile());
    }
}
