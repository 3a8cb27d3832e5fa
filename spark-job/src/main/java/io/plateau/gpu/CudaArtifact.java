package io.plateau.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * ND4J's CUDA back end as the build names it.
 *
 * @param name its artifact, such as nd4j-cuda-11.6
 * @param version its version
 * @param code the compute capabilities that it holds machine code for
 */
record CudaArtifact(String name, String version, List<Capability> code) {
    private static final String FILE = "artifact.properties";

    /** The one of this build, whether or not it is on the class path: pom.xml, nd4j.cuda.*. */
    static CudaArtifact ofThisBuild() {
        Properties properties = new Properties();
        try (InputStream in = CudaArtifact.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new CudaArtifact(
                properties.getProperty("artifact"),
                properties.getProperty("version"),
                Arrays.stream(properties.getProperty("capabilities").trim().split("[ ,]+"))
                        .map(Capability::of)
                        .toList());
    }

    /** Refuses a card for which there is no machine code: ND4J would fail at its first array. */
    void requireRunsOn(Card card) throws GpuProblem {
        if (code.stream().noneMatch(card.capability()::runs)) {
            throw new GpuProblem(card.describe() + " cannot run " + name + " " + version
                    + ", which holds machine code for compute capabilities " + listed()
                    + " and runs on later ones of the same generation: use such a card, or build with -Pcuda and an artifact"
                    + " made for it (-Dnd4j.cuda.artifact, -Dnd4j.cuda.version, -Dnd4j.cuda.capabilities)");
        }
    }

    private String listed() {
        return code.stream().map(Capability::toString).collect(Collectors.joining(", "));
    }
}
