package io.plateau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.job.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The trainings that meet with faults: one problem, and runs of it in a directory.
 *
 * @param directory of the configuration, the dataset and the runs
 */
record Trainings(Path directory) {
    static final int STEPS = 12;
    static final int SHARDS = 4;

    /** Writes the configuration, and trains variants in this process. */
    static Trainings in(Path directory, Variant... variants) throws IOException {
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 600, inputs = 16, outputs = 1, tasks = 3 } }
                }
                model.hidden = [128, 128]
                training { epochs = 2, batch-size = 80, shards = %d }
                checkpoint { every-steps = 4, keep = 9 }
                """
                        .formatted(directory, directory, SHARDS));
        Trainings trainings = new Trainings(directory);
        for (Variant variant : variants) {
            StringWriter err = new StringWriter();
            String[] arguments = trainings.arguments("expected", variant, variant.inOneProcess());
            assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments))
                    .as(err.toString())
                    .isZero();
        }
        return trainings;
    }

    /** Of a run, new or to be resumed. */
    String[] arguments(String id, Variant variant, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--config", directory.resolve("job.conf") + ""));
        arguments.addAll(List.of("--run-id", name(id, variant), "--resume", "auto"));
        Stream.concat(variant.settings().stream(), Stream.of(more)).forEach(setting -> {
            arguments.add("--set");
            arguments.add(setting);
        });
        return arguments.toArray(new String[0]);
    }

    static String name(String id, Variant variant) {
        return id + "-" + variant.id();
    }

    Path run(String id, Variant variant) {
        return directory.resolve("runs").resolve(name(id, variant));
    }

    /** The bits of the run in one process, no other file than it has, and every step once. */
    void requireExpected(String id, Variant variant) throws IOException {
        Path expected = run("expected", variant);
        Path actual = run(id, variant);
        List<String> files = files(expected);
        assertThat(files(actual)).as("nothing half-written, nothing left over").isEqualTo(files);
        List<String> bits = files.stream()
                .filter(file -> file.endsWith(".bin") || file.endsWith("state.json"))
                .toList();
        assertThat(bits).contains("model/parameters.bin", "checkpoints/step-" + STEPS + "/optimizer.bin");
        for (String file : bits) {
            assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
        assertThat(Files.readAllLines(actual.resolve("steps.jsonl")))
                .extracting(line -> line.replaceFirst("^\\{\"step\":(\\d+),.*\\}$", "$1"))
                .as("every step once, in whole lines")
                .isEqualTo(IntStream.rangeClosed(1, STEPS)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
