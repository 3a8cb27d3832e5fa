package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.conf.ConfigProblem;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathCheckTest {
    private static final String ND4J_CLASS = "org/nd4j/linalg/factory/Nd4j.class";
    private static final String NATIVE_CLASS = "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class";
    private static final String MAPPER_CLASS = "com/fasterxml/jackson/databind/ObjectMapper.class";
    private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

    @TempDir
    Path directory;

    private final List<String> notices = new ArrayList<>();

    @Test
    void theClassPathOfThisBuildIsSound() {
        ClassPathCheck.ofThisProcess(notices::add);
        assertThat(notices).isEmpty();
    }

    @Test
    void twoVersionsOfOneJar() throws IOException {
        Path old = jar("nd4j-api-1.0.0-M2.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2");
        Path bundle = jar("plateau-spark.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2.1");
        assertThatThrownBy(() -> check(false, old, bundle))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("the class path holds ND4J in 2 versions: nd4j-api 1.0.0-M2 in " + old
                        + ", nd4j-api 1.0.0-M2.1 in " + bundle
                        + ". Remove all but one (plateau-spark.jar holds the one it works with) from --jars, spark.jars,"
                        + " spark.driver.extraClassPath, spark.executor.extraClassPath and the jars of Spark itself;"
                        + " PLATEAU_CLASSPATH_CHECK=warn goes on all the same");
        assertThat(notices).isEmpty();
    }

    @Test
    void partsOfOneLibraryThatDoNotFit() throws IOException {
        Path api = jar("a.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2.1");
        Path other = jar("b.jar", NATIVE_CLASS, "org.nd4j/nd4j-native", "1.0.0-beta7");
        assertThatThrownBy(() -> check(false, api, other))
                .hasMessageContaining("nd4j-api 1.0.0-M2.1 in " + api + ", nd4j-native 1.0.0-beta7 in " + other);
    }

    @Test
    void theSameVersionTwiceIsNoConflict() throws IOException {
        Path one = jar("one.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2.1");
        Path two = jar("two.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2.1");
        check(false, one, two);
        assertThat(notices).isEmpty();
    }

    @Test
    void patchesOfJacksonGoTogetherAndMinorVersionsDoNot() throws IOException {
        Path spark = jar(
                "jackson-databind-2.15.2.jar", MAPPER_CLASS, "com.fasterxml.jackson.core/jackson-databind", "2.15.2");
        Path patch = jar(
                "jackson-databind-2.15.4.jar", MAPPER_CLASS, "com.fasterxml.jackson.core/jackson-databind", "2.15.4");
        Path minor =
                jar("jackson-databind-2.9.0.jar", MAPPER_CLASS, "com.fasterxml.jackson.core/jackson-databind", "2.9.0");
        check(false, spark, patch);
        assertThatThrownBy(() -> check(false, spark, minor))
                .hasMessageContaining("holds Jackson in 2 versions")
                .hasMessageContaining(minor.toString());
    }

    @Test
    void aRenamedCopyThatKeptMavensPropertiesDoesNotCount() throws IOException {
        Path spark = jar(
                "jackson-databind-2.15.2.jar", MAPPER_CLASS, "com.fasterxml.jackson.core/jackson-databind", "2.15.2");
        Path hadoop = jar(
                "hadoop-client-runtime.jar",
                "org/apache/hadoop/shaded/" + MAPPER_CLASS,
                "com.fasterxml.jackson.core/jackson-databind",
                "2.12.7");
        check(false, spark, hadoop);
        assertThat(notices).isEmpty();
    }

    @Test
    void withoutPropertiesTheNameOfTheJarCounts() throws IOException {
        Path one = write("scala-library-2.12.18.jar", Map.of("scala/util/Properties.class", ""));
        Path two = write("scala-library-2.13.8.jar", Map.of("scala/util/Properties.class", ""));
        assertThatThrownBy(() -> check(false, one, two))
                .hasMessageContaining("scala-library 2.12.18 in " + one + ", scala-library 2.13.8 in " + two);
    }

    @Test
    void onRequestItOnlySaysSo() throws IOException {
        Path one = jar("one.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2");
        Path two = jar("two.jar", ND4J_CLASS, "org.nd4j/nd4j-api", "1.0.0-M2.1");
        check(true, one, two);
        assertThat(notices).hasSize(1).first().asString().contains("ND4J in 2 versions");
    }

    @Test
    void aSecondLoggingBackendIsANotice() throws IOException {
        Path one = write("log4j-slf4j2-impl-2.20.0.jar", Map.of(PROVIDER, "a.B"));
        Path two = write("logback-classic-1.4.0.jar", Map.of(PROVIDER, "c.D"));
        check(false, one, two);
        assertThat(notices)
                .hasSize(1)
                .first()
                .asString()
                .contains("2 logging backends of slf4j: " + one + ", " + two + ". One of them stays silent");
    }

    private void check(boolean lenient, Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            new ClassPathCheck(loader).run(lenient, notices::add);
        }
    }

    private Path jar(String name, String type, String artifact, String version) throws IOException {
        return write(name, Map.of(type, "", "META-INF/maven/" + artifact + "/pom.properties", "version=" + version));
    }

    private Path write(String name, Map<String, String> entries) throws IOException {
        Path file = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return file;
    }
}
