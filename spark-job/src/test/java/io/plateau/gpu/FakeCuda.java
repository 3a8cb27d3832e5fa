package io.plateau.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** A machine with GPUs as far as this program can tell: an nvidia-smi, and ND4J's CUDA back end by name, which is that of the processor. */
public final class FakeCuda {
    /** Environment variable with the file in which the back end writes down how it was configured. */
    public static final String LOG = "FAKE_CUDA_LOG";

    private static final String ENVIRONMENT =
            """
            package org.nd4j.jita.conf;

            public final class CudaEnvironment {
                private static final CudaEnvironment INSTANCE = new CudaEnvironment();
                private final Configuration configuration = new Configuration();

                public static CudaEnvironment getInstance() {
                    return INSTANCE;
                }

                public Configuration getConfiguration() {
                    return configuration;
                }
            }
            """;

    /** The methods of nd4j-cuda-11.6 1.0.0-M2.1 that are called, with its signatures. */
    private static final String CONFIGURATION =
            """
            package org.nd4j.jita.conf;

            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            public class Configuration {
                public Configuration useDevices(int... devices) {
                    String visible = com.sun.jna.Function.getFunction("c", "getenv")
                            .invokeString(new Object[] {"CUDA_VISIBLE_DEVICES"}, false);
                    return note("useDevices " + java.util.Arrays.toString(devices) + " of " + visible);
                }

                public Configuration allowMultiGPU(boolean allowed) {
                    return note("allowMultiGPU " + allowed);
                }

                public Configuration setMaximumDeviceCache(long bytes) {
                    return note("setMaximumDeviceCache " + bytes);
                }

                public Configuration setMaximumHostCache(long bytes) {
                    return note("setMaximumHostCache " + bytes);
                }

                private Configuration note(String call) {
                    try {
                        Files.writeString(Path.of(System.getenv("FAKE_CUDA_LOG")), call + System.lineSeparator(),
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    } catch (java.io.IOException failure) {
                        throw new java.io.UncheckedIOException(failure);
                    }
                    return this;
                }
            }
            """;

    private static final String BACK_END =
            """
            package org.nd4j.linalg.jcublas;

            public final class JCublasBackend extends org.nd4j.linalg.cpu.nativecpu.CpuBackend {
                @Override
                public int getPriority() {
                    return super.getPriority() + 1000;
                }
            }
            """;

    private FakeCuda() {}

    /** Compiles the configuration classes, which is how the program knows the back end; gives their directory. */
    public static Path environment(Path directory) throws IOException {
        return compile(directory, List.of(ENVIRONMENT, CONFIGURATION), List.of("CudaEnvironment", "Configuration"));
    }

    /** Compiles the back end that ND4J finds and takes before the processor's; gives its directory. */
    public static Path backEnd(Path directory) throws IOException {
        Path classes = compile(directory, List.of(BACK_END), List.of("JCublasBackend"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("org.nd4j.linalg.factory.Nd4jBackend"), "org.nd4j.linalg.jcublas.JCublasBackend\n");
        return classes;
    }

    /** A directory with an nvidia-smi that knows these cards, one line each: index, uuid, name, capability, MiB. */
    public static Path smi(Path directory, String... cards) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\ncase \"$1\" in\n*uuid*) cat <<'CARDS'\n");
        for (String card : cards) {
            script.append(card).append('\n');
        }
        script.append("CARDS\n;;\n*) printf '");
        for (String card : cards) {
            script.append(card, 0, card.indexOf(',')).append("\\n");
        }
        return script(directory, script.append("'\n;;\nesac\n").toString());
    }

    /** A directory with an nvidia-smi that does what a shell script says. */
    static Path script(Path directory, String text) throws IOException {
        Path file = Files.createDirectories(directory).resolve("nvidia-smi");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    private static Path compile(Path directory, List<String> sources, List<String> names) throws IOException {
        Files.createDirectories(directory);
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path")));
        for (int i = 0; i < names.size(); i++) {
            Path file = directory.resolve(names.get(i) + ".java");
            arguments.add(Files.writeString(file, sources.get(i)).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return directory;
    }
}
