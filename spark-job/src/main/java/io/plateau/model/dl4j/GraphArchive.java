package io.plateau.model.dl4j;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@code ComputationGraph.save} writes, a zip, or the configuration in it alone. Its configuration and its parameters are read and
 * nothing else: {@code ModelSerializer} would also deserialise the Java objects that a zip may hold.
 *
 * @param configuration of the graph
 * @param parameters as they lie in the zip, 1 x count; empty where there is a configuration only
 */
record GraphArchive(ComputationGraphConfiguration configuration, Optional<INDArray> parameters) {
    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";

    /** A configuration of thousands of layers is a hundredth of this. */
    private static final int LONGEST_CONFIGURATION = 1 << 26;

    /** Configurations name the classes of their parts: these are the ones of the library. */
    private static final Pattern OF_THE_LIBRARY = Pattern.compile("org\\.(deeplearning4j|nd4j)\\.[\\w.$]+");

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is neither form of a graph, or names classes of others
     */
    static GraphArchive read(byte[] file) {
        boolean zip = file.length > 2 && file[0] == 'P' && file[1] == 'K';
        try {
            return zip
                    ? ofZip(file)
                    : new GraphArchive(configuration(new String(file, StandardCharsets.UTF_8)), Optional.empty());
        } catch (ForeignClass foreign) {
            throw foreign;
        } catch (IOException | RuntimeException foreign) {
            throw new IllegalArgumentException(
                    "is not a graph of Deeplearning4j: write one with ComputationGraph.save(file), or its"
                            + " configuration with getConfiguration().toJson()",
                    foreign);
        }
    }

    /** A configuration that names a class which is no part of the library. */
    private static final class ForeignClass extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        ForeignClass(String name) {
            super("the configuration names the class " + name
                    + ": layers, losses and activations of Deeplearning4j itself are read, no others");
        }
    }

    private static GraphArchive ofZip(byte[] file) throws IOException {
        ComputationGraphConfiguration configuration = null;
        INDArray parameters = null;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(CONFIGURATION)) {
                    byte[] json = zip.readNBytes(LONGEST_CONFIGURATION);
                    configuration = configuration(new String(json, StandardCharsets.UTF_8));
                } else if (entry.getName().equals(PARAMETERS)) {
                    parameters = Nd4j.read(new DataInputStream(new ByteArrayInputStream(zip.readAllBytes())));
                }
            }
        }
        if (configuration == null) {
            throw new IOException("no " + CONFIGURATION);
        }
        return new GraphArchive(configuration, Optional.ofNullable(parameters));
    }

    /**
     * A configuration, which must be a graph's. What is checked is what is read: the text is written anew.
     *
     * @throws IllegalArgumentException when it names a class that is not of the library
     */
    private static ComputationGraphConfiguration configuration(String json) throws IOException {
        JsonNode tree = JSON.readTree(json);
        for (String name : tree.findValuesAsText("@class")) {
            if (!OF_THE_LIBRARY.matcher(name).matches()) {
                throw new ForeignClass(name);
            }
        }
        ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(tree.toString());
        if (configuration.getNetworkInputs() == null || configuration.getVertices() == null) {
            throw new IOException("no graph");
        }
        return configuration;
    }
}
