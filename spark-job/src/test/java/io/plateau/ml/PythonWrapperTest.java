package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;

/** The wrappers for Python: that they can be read and their classes found, by a stand-in for PySpark, and have the parameters of the classes. */
class PythonWrapperTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("plateau.root")).resolve("spark-job/src/main/python/plateau");

    /** As much of PySpark as the wrappers name when they are read, and the two ways in which its versions find the class of a stage. */
    private static final String STAND_IN =
            """
            import sys, types

            def module(name, **content):
                sys.modules[name] = types.ModuleType(name)
                vars(sys.modules[name]).update(content)

            class Converters:
                toString = toListString = toInt = toFloat = toListInt = None

            class Params:
                @staticmethod
                def _dummy():
                    return "undefined"

            class Param:
                def __init__(self, parent, name, doc, typeConverter):
                    self.name = name

            kind = lambda name, *bases: type(name, bases, {})
            module("pyspark")
            module("pyspark.ml")
            module("pyspark.ml.param", Param=Param, Params=Params, TypeConverters=Converters)
            module("pyspark.ml.evaluation", JavaEvaluator=kind("JavaEvaluator", Params))
            module("pyspark.ml.util", **{name: kind(name) for name in ("JavaMLReadable", "JavaMLReader", "JavaMLWritable")})
            module("pyspark.ml.wrapper", JavaEstimator=kind("JavaEstimator", Params), JavaModel=kind("JavaModel", Params))

            import plateau

            for name in plateau.__all__:
                at_once = getattr(__import__("io.plateau.ml", fromlist=[name]), name)
                by_steps = __import__("io.plateau.ml").plateau.ml
                assert at_once is getattr(by_steps, name) is getattr(plateau, name), name
                assert plateau.ml._Reader._java_loader_class(at_once) == "io.plateau.ml." + name
            """;

    @Test
    void aPythonWithoutPySparkReadsThem() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3: the wrappers are not read");
        // -B: no compiled files in the source folder
        ProcessBuilder command = new ProcessBuilder("/usr/bin/python3", "-B", "-c", STAND_IN).redirectErrorStream(true);
        command.environment().put("PYTHONPATH", FOLDER.getParent().toString());
        Process python = command.start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
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
