package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;

/** The wrappers for Python are read by a Python without PySpark: their syntax, and that they have the parameters of the classes. */
class PythonWrapperTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("plateau.root")).resolve("spark-job/src/main/python/plateau");

    @Test
    void thePythonIsValid() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")),
                "no python3: the syntax of the wrappers is not checked");
        for (String file : List.of("__init__.py", "ml.py")) {
            Process python = new ProcessBuilder(
                            "/usr/bin/python3",
                            "-c",
                            "import ast, sys; ast.parse(open(sys.argv[1]).read())",
                            FOLDER.resolve(file).toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(said).isZero();
        }
    }

    @Test
    void theParametersAreThoseOfTheClasses() throws IOException {
        String source = Files.readString(FOLDER.resolve("ml.py"));
        Set<String> columns = declared(source, "_Columns");
        Set<String> estimator = declared(source, "PlateauEstimator");
        estimator.addAll(columns);
        assertThat(estimator).isEqualTo(names(new PlateauEstimator("e")));
        assertThat(columns).isEqualTo(names(new PlateauModel("m", null, null)));
        assertThat(declared(source, "PlateauEvaluator")).isEqualTo(names(new PlateauEvaluator("v")));
    }

    private static Set<String> declared(String source, String owner) {
        Matcher body = Pattern.compile("(?ms)^class " + owner + "\\(.*?(?=^class |\\z)")
                .matcher(source);
        assertThat(body.find()).as(owner).isTrue();
        Matcher param = Pattern.compile("^    (\\w+) = _param\\(\"(\\w+)\"", Pattern.MULTILINE)
                .matcher(body.group());
        Set<String> names = new TreeSet<>();
        while (param.find()) {
            assertThat(param.group(1)).isEqualTo(param.group(2));
            names.add(param.group(1));
        }
        return names;
    }

    private static Set<String> names(Params owner) {
        return Arrays.stream(owner.params()).map(param -> param.name()).collect(Collectors.toCollection(TreeSet::new));
    }
}
