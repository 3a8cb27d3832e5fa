package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.job.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in plateau-spark.jar, and what must not be. */
@Tag("slow")
class BundleIT {
    private static JarFile jar;
    private static Set<String> entries;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(SparkHome.jar().toFile());
        entries = jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .collect(Collectors.toSet());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void mainIsInIt() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo(Main.class.getName());
        assertThat(entries).contains("io/plateau/job/Main.class", "io/plateau/conf/reference.conf");
    }

    /** A class that the cluster has too would be there in two versions sooner or later. */
    @Test
    void nothingThatTheClusterHas() throws IOException {
        Set<String> twice = new TreeSet<>();
        for (String entry : SparkHome.classPath().split(File.pathSeparator)) {
            if (!entry.endsWith(".jar") || !Files.exists(java.nio.file.Path.of(entry))) {
                continue;
            }
            try (JarFile other = new JarFile(entry)) {
                other.stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                        .filter(entries::contains)
                        .forEach(name -> twice.add(name + " of " + entry));
            }
        }
        assertThat(twice).isEmpty();
        assertThat(entries)
                .noneMatch(
                        name -> name.matches("(scala|org/slf4j|org/apache/(spark|hadoop|logging)|com/fasterxml)/.*"));
    }

    @Test
    void whatClashesElsewhereHasAnotherName() {
        assertThat(entries)
                .contains(
                        "io/plateau/bundled/config/Config.class",
                        "io/plateau/bundled/picocli/CommandLine.class",
                        "io/plateau/bundled/flatbuffers/FlatBufferBuilder.class")
                .noneMatch(name -> name.matches("(com/typesafe/config|picocli|com/google/flatbuffers)/.*\\.class"));
    }

    @Test
    void theNativesOfOneInstructionSet() {
        assertThat(entries.stream()
                        .filter(name -> name.endsWith("/libnd4jcpu.so"))
                        .toList())
                .containsExactly("org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn-avx2/libnd4jcpu.so");
        assertThat(entries).anyMatch(name -> name.matches("org/bytedeco/openblas/linux-x86_64/libopenblas.*"));
        assertThat(entries).noneMatch(name -> name.matches("(?i).*\\.(dll|dylib|jnilib)"));
    }

    @Test
    void servicesOfAllJarsAreTogether() throws IOException {
        assertThat(lines("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend"))
                .contains("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
        assertThat(entries)
                .contains(
                        "META-INF/maven/org.nd4j/nd4j-api/pom.properties",
                        "META-INF/maven/org.bytedeco/javacpp/pom.properties");
        assertThat(entries).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"));
    }

    private static List<String> lines(String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList();
        }
    }
}
