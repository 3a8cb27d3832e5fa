package io.plateau.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.model.kernel.BlasKernels;
import io.plateau.train.TrainedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose heap could not hold the rows of a table predicts all of it. */
class ConstantMemoryTest {
    /** As objects, cells and predictions would take some 300 bytes a row. */
    private static final int ROWS = 400_000;

    private static final String HEAP = "-Xmx64m";

    @TempDir
    Path directory;

    @Test
    void aTableMayBeLargerThanTheHeap() throws IOException, InterruptedException {
        Path small = directory.resolve("small.csv");
        org.apache.hadoop.fs.Path learnt = new Houses(300, 1).csv(small);
        TrainedModel model = Houses.model(learnt, new Configuration(false));
        model.write(new org.apache.hadoop.fs.Path(directory.resolve("model").toString()), new Configuration(false));
        List<String> lines = Files.readAllLines(small);
        Path large = directory.resolve("large.csv");
        try (BufferedWriter out = Files.newBufferedWriter(large)) {
            out.write(lines.get(0) + "\n");
            for (int row = 0; row < ROWS; row++) {
                out.write(lines.get(1 + row % 300) + "\n");
            }
        }
        Path output = directory.resolve("out.csv");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + System.getProperty("plateau.root") + "/conf/jvm.options",
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                PredictLarge.class.getName(),
                directory.resolve("model").toString(),
                large.toString(),
                output.toString()));
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(said, StandardCharsets.UTF_8))
                .isZero();
        try (var rows = Files.lines(output)) {
            assertThat(rows.count()).isEqualTo(ROWS + 1);
        }
    }

    /** The process with the small heap. */
    static final class PredictLarge {
        private PredictLarge() {}

        /** Model, table, output. */
        public static void main(String[] arguments) throws IOException {
            Configuration hadoop = new Configuration(false);
            TrainedModel model = TrainedModel.read(new org.apache.hadoop.fs.Path(arguments[0]), hadoop);
            new Predictor(model, BlasKernels::new, hadoop)
                    .plan(new org.apache.hadoop.fs.Path(arguments[1]), new org.apache.hadoop.fs.Path(arguments[2]))
                    .run();
        }
    }
}
