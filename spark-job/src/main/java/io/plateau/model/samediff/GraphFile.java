package io.plateau.model.samediff;

import io.plateau.model.ParameterLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** SameDiff graphs as bytes, and what there is in them. */
final class GraphFile {
    private GraphFile() {}

    /**
     * Reads what {@code SameDiff.save} wrote.
     *
     * @throws IllegalArgumentException when it did not
     */
    static SameDiff read(byte[] file) {
        try {
            return SameDiff.fromFlatBuffers(ByteBuffer.wrap(file), false);
        } catch (IOException | RuntimeException foreign) {
            throw new IllegalArgumentException(
                    "is not a SameDiff file: write one with SameDiff.save(file, false)", foreign);
        }
    }

    /** The graph without the values of its parameters, compressed: zeros take no room. Empties those of {@code graph}. */
    static byte[] structure(SameDiff graph, ParameterLayout parameters) {
        parameters.views().forEach(view -> graph.getArrForVarName(view.name()).assign(0));
        ByteBuffer bytes = graph.asFlatBuffers(false);
        byte[] plain = new byte[bytes.remaining()];
        bytes.get(plain);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /** A graph of {@link #structure}. */
    static SameDiff ofStructure(byte[] packed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return read(zip.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The trainable variables in the order of their names. */
    static List<SDVariable> trainable(SameDiff graph) {
        return of(graph, VariableType.VARIABLE);
    }

    private static List<SDVariable> of(SameDiff graph, VariableType type) {
        return graph.variables().stream()
                .filter(variable -> variable.getVariableType() == type)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** "placeholders: x [-1, 8]; trainable variables: w [8, 4]; computed: h, loss". */
    static String contents(SameDiff graph) {
        return "placeholders: " + listed(of(graph, VariableType.PLACEHOLDER)) + "; trainable variables: "
                + listed(trainable(graph)) + "; computed: "
                + of(graph, VariableType.ARRAY).stream().map(SDVariable::name).collect(Collectors.joining(", "));
    }

    private static String listed(List<SDVariable> variables) {
        return variables.isEmpty()
                ? "none"
                : variables.stream().map(GraphFile::shown).collect(Collectors.joining(", "));
    }

    private static String shown(SDVariable variable) {
        long[] shape = variable.isPlaceHolder() ? variable.placeholderShape() : variable.getShape();
        return variable.name() + (shape == null ? "" : " " + Arrays.toString(shape));
    }
}
