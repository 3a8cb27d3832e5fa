package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.conf.ConfigLoader;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.dl4j.Dl4jGraphs;
import io.plateau.model.samediff.SameDiffGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** The perceptron of conf/bench/mlp.conf as a file of each library: bench can hold their steps against each other. */
class ImportedCostTest {
    @TempDir
    Path directory;

    /** With {@code -Dbench.graphs=DIRECTORY} the files and their configurations stay there. */
    @Test
    void benchTakesItsOwnNetworkFromEveryLibrary() throws IOException {
        Path kept = Path.of(System.getProperty("bench.graphs", directory.toString()));
        Files.createDirectories(kept);
        String bench = Files.readString(Path.of(System.getProperty("plateau.root"), "conf/bench/mlp.conf"))
                + "bench.mode = sam%nmodel.activation = tanh%n".formatted();
        MlpSpec builtIn = (MlpSpec) model(bench);
        float[] parameters = builtIn.initialParameters(1);
        Files.write(kept.resolve("mlp.fb"), SameDiffGraphs.bytes(SameDiffGraphs.mlp(builtIn, parameters)));
        Files.write(kept.resolve("mlp.zip"), Dl4jGraphs.bytes(Dl4jGraphs.mlp(builtIn, Activation.TANH, parameters)));
        Map<String, String> sections = Map.of(
                "mlp",
                "",
                "samediff",
                "model { type = samediff, samediff { file = \"%s\", labels { %s }, losses { %s }, outputs { %s } } }%n"
                        .formatted(
                                kept.resolve("mlp.fb"),
                                byTask(builtIn, "labels"),
                                byTask(builtIn, "loss"),
                                byTask(builtIn, "output")),
                "dl4j",
                "model { type = dl4j, dl4j.file = \"%s\" }%n".formatted(kept.resolve("mlp.zip")));
        for (Map.Entry<String, String> section : sections.entrySet()) {
            String text = bench + section.getValue();
            Files.writeString(kept.resolve(section.getKey() + ".conf"), text);
            ModelSpec model = model(text);
            assertThat(model.initialParameters(1)).as(section.getKey()).isEqualTo(parameters);
            assertThat(model.layout().shared()).isEqualTo(builtIn.layout().shared());
        }
    }

    private static ModelSpec model(String configuration) {
        return Benchmark.model(ConfigLoader.ofText(configuration, "bench").job());
    }

    private static String byTask(MlpSpec model, String what) {
        return model.heads().stream()
                .map(HeadSpec::task)
                .map(task -> "%s = \"%s of %s\"".formatted(task, what, task))
                .collect(Collectors.joining(", "));
    }
}
