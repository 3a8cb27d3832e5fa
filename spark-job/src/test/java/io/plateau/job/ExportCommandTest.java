package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.data.CsvFormat;
import io.plateau.data.CsvSource;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.MissingFeatures;
import io.plateau.data.SplitPlan;
import io.plateau.data.Target;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeModel() throws IOException {
        Configuration hadoop = new Configuration(false);
        Path table = Files.writeString(directory.resolve("t.csv"), "a,b,y\n1,2,3\n2,3,5\n3,1,4\n5,8,9\n2,2,2\n");
        CsvSource source = new CsvSource(
                new org.apache.hadoop.fs.Path(table.toString()),
                CsvFormat.standard(),
                List.of(Target.regression("y")),
                List.of(),
                List.of(),
                MissingFeatures.FAIL,
                10);
        Dataset dataset = DatasetWriter.inspect(source, SplitPlan.standard(), hadoop);
        JobConfig job = ConfigLoader.load(Optional.empty(), List.of()).job();
        TrainedModel empty = new TrainedModel(job.model(), dataset, true, new float[0], Map.of());
        new TrainedModel(job.model(), dataset, true, empty.spec().initialParameters(1), Map.of())
                .write(new org.apache.hadoop.fs.Path(at("model")), hadoop);
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private int export(String... arguments) {
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 2];
        all[0] = "export";
        all[1] = at("model");
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all);
    }

    @Test
    void writesTheFileOnceAndReplacesItWhenTold() throws IOException {
        for (String format : List.of("safetensors", "onnx")) {
            String file = at("new/folder/" + format);
            assertThat(export("--format", format, "--output", file))
                    .as(err.toString())
                    .isZero();
            byte[] written = Files.readAllBytes(Path.of(file));
            assertThat(written).isNotEmpty();
            Files.writeString(Path.of(file), "mine");
            assertThat(export("--format", format, "--output", file)).isEqualTo(2);
            assertThat(err.toString())
                    .isEqualTo("plateau: " + file
                            + " is there already: name another file, or replace it with --overwrite\n");
            assertThat(Path.of(file)).hasContent("mine");
            assertThat(export("--format", format, "--output", file, "--overwrite"))
                    .isZero();
            assertThat(Path.of(file)).hasBinaryContent(written);
        }
        assertThat(directory.resolve("new/folder"))
                .isDirectoryNotContaining(path -> path.toString().contains(".tmp"));
    }

    @Test
    void badInputIsNamed() throws IOException {
        assertThat(export("--format", "pmml", "--output", at("x"))).isEqualTo(2);
        assertThat(err.toString())
                .contains("'--format'")
                .contains("[safetensors, onnx]")
                .contains("'pmml'");
        assertThat(export("--format", "onnx", "--output", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("plateau: " + directory + " is a directory: name a file\n");
        Files.delete(directory.resolve("model/parameters.bin"));
        assertThat(export("--format", "onnx", "--output", at("x"))).isEqualTo(3);
        assertThat(err.toString()).contains("no whole model");
        assertThat(directory.resolve("x")).doesNotExist();
    }
}
