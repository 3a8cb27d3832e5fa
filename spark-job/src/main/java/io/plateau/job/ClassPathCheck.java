package io.plateau.job;

import io.plateau.conf.ConfigProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds libraries that are on the class path in versions which do not fit together, before they meet. Two versions of ND4J end in a
 * crash of the JVM inside native code, two of Jackson in a missing method hours later, a second logging backend in silence; which of
 * the jars is found first depends on the cluster. A library that is there twice in the same version is no conflict.
 *
 * <p>Only the driver's class path is looked at.
 */
final class ClassPathCheck {
    /** Environment variable that turns refusals into notices when its value is {@code warn}. */
    static final String VARIABLE = "PLATEAU_CLASSPATH_CHECK";

    private static final String WHERE =
            "--jars, spark.jars, spark.driver.extraClassPath, spark.executor.extraClassPath and the jars of Spark itself";

    /**
     * Libraries of one family must have one version.
     *
     * @param name what messages call it
     * @param parts how many parts of the version count; 2 is major and minor
     * @param remedy which one to keep
     */
    private record Family(String name, int parts, String remedy, List<Anchor> anchors) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    "ND4J",
                    Integer.MAX_VALUE,
                    "plateau-spark.jar holds the one it works with",
                    List.of(
                            Anchor.of("org.nd4j", "nd4j-api", "org/nd4j/linalg/factory/Nd4j"),
                            Anchor.of("org.nd4j", "nd4j-common", "org/nd4j/common/base/Preconditions"),
                            Anchor.of("org.nd4j", "nd4j-native-api", "org/nd4j/nativeblas/NativeOps"),
                            Anchor.of("org.nd4j", "nd4j-native", "org/nd4j/linalg/cpu/nativecpu/CpuBackend"),
                            Anchor.of("org.nd4j", "nd4j-cuda-11.6", "org/nd4j/linalg/jcublas/JCublasBackend"))),
            new Family(
                    "JavaCPP",
                    Integer.MAX_VALUE,
                    "plateau-spark.jar holds the one that its native libraries were made with",
                    List.of(Anchor.of("org.bytedeco", "javacpp", "org/bytedeco/javacpp/Pointer"))),
            new Family(
                    "Jackson",
                    2,
                    "Spark's own stays",
                    List.of(
                            Anchor.of(
                                    "com.fasterxml.jackson.core",
                                    "jackson-core",
                                    "com/fasterxml/jackson/core/JsonFactory"),
                            Anchor.of(
                                    "com.fasterxml.jackson.core",
                                    "jackson-databind",
                                    "com/fasterxml/jackson/databind/ObjectMapper"),
                            Anchor.of(
                                    "com.fasterxml.jackson.core",
                                    "jackson-annotations",
                                    "com/fasterxml/jackson/annotation/JsonProperty"))),
            new Family(
                    "Scala",
                    2,
                    "Spark's own stays",
                    List.of(Anchor.of("org.scala-lang", "scala-library", "scala/util/Properties"))),
            new Family(
                    "Spark",
                    Integer.MAX_VALUE,
                    "the cluster's own stays, and nothing that is submitted may bring another",
                    List.of(Anchor.of("org.apache.spark", "spark-core_2.12", "org/apache/spark/SparkContext"))),
            new Family(
                    "slf4j-api",
                    1,
                    "Spark's own stays",
                    List.of(Anchor.of("org.slf4j", "slf4j-api", "org/slf4j/LoggerFactory"))));

    private static final List<String> BINDINGS =
            List.of("META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "org/slf4j/impl/StaticLoggerBinder.class");

    private final ClassLoader loader;

    ClassPathCheck(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Checks what this process sees.
     *
     * @param notices told what is odd but can be lived with
     * @throws ConfigProblem naming every conflict with its jars
     */
    static void ofThisProcess(Consumer<String> notices) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ClassPathCheck check = new ClassPathCheck(loader != null ? loader : ClassPathCheck.class.getClassLoader());
        check.run("warn".equals(System.getenv(VARIABLE)), notices);
    }

    void run(boolean lenient, Consumer<String> notices) {
        bindings().forEach(notices);
        List<String> conflicts = conflicts();
        if (lenient) {
            conflicts.forEach(notices);
        } else if (!conflicts.isEmpty()) {
            throw new ConfigProblem(conflicts);
        }
    }

    /** One sentence per family that is there in more than one version. */
    private List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        for (Family family : FAMILIES) {
            Map<String, Anchor.Found> versions = new LinkedHashMap<>();
            for (Anchor anchor : family.anchors()) {
                for (Anchor.Found found : anchor.find(loader)) {
                    versions.putIfAbsent(found.shortened(family.parts()), found);
                }
            }
            if (versions.size() > 1) {
                conflicts.add("the class path holds " + family.name() + " in " + versions.size() + " versions: "
                        + String.join(
                                ", ",
                                versions.values().stream()
                                        .map(Anchor.Found::describe)
                                        .toList())
                        + ". Remove all but one (" + family.remedy() + ") from " + WHERE + "; " + VARIABLE
                        + "=warn goes on all the same");
            }
        }
        return conflicts;
    }

    /** Two logging backends: one of them stays silent, and it may be the one that is configured. */
    private List<String> bindings() {
        Set<String> jars = new LinkedHashSet<>();
        for (String resource : BINDINGS) {
            places(loader, resource).forEach(url -> jars.add(Anchor.jar(url)));
        }
        if (jars.size() <= 1) {
            return List.of();
        }
        return List.of("the class path holds " + jars.size() + " logging backends of slf4j: " + String.join(", ", jars)
                + ". One of them stays silent: remove all but Spark's own from " + WHERE);
    }

    static List<URL> places(ClassLoader loader, String resource) {
        try {
            return Collections.list(loader.getResources(resource));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
