package io.plateau.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.model.FloatBytes;
import io.plateau.model.ParameterView;
import io.plateau.train.TrainedModel;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes with the length n of the header (unsigned, little endian), n bytes of JSON, and the raw values, IEEE
 * 754 binary32, little endian. The header gives for each tensor {@code dtype}, {@code shape} and {@code data_offsets} (from, to, in
 * bytes after the header), and in {@code __metadata__} the entries of {@link ModelMetadata}. Spaces fill the header up to a multiple of
 * 8 bytes, so that a reader may map the values into memory.
 *
 * <p>The tensors are the parameters under the names and in the order of {@link io.plateau.model.ParameterLayout}: together they are the
 * flat vector. Weights are inputs x outputs, row-major: y = x W + b.
 */
public final class Safetensors implements ModelFormat {

    private static final int ALIGNMENT = 8;

    @Override
    public byte[] encode(TrainedModel model) {
        List<ParameterView> views = model.spec().layout().views();
        byte[] header = header(views, ModelMetadata.of(model));
        int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] values = FloatBytes.encode(model.parameters());
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(Long.BYTES + padded, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(header);
        while (file.position() < Long.BYTES + padded) {
            file.put((byte) ' ');
        }
        return file.put(values).array();
    }

    private static byte[] header(List<ParameterView> views, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", metadata);
        for (ParameterView view : views) {
            Map<String, Object> tensor = new LinkedHashMap<>();
            long from = (long) view.offset() * Float.BYTES;
            tensor.put("dtype", "F32");
            tensor.put("shape", view.shape());
            tensor.put("data_offsets", new long[] {from, from + (long) view.length() * Float.BYTES});
            header.put(view.name(), tensor);
        }
        try {
            return new ObjectMapper().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
