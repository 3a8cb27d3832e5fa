package io.plateau.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Float arrays as bytes: IEEE 754 binary32, little endian, nothing else. NaN payloads survive. */
public final class FloatBytes {

    private FloatBytes() {}

    /** Four bytes per value. */
    public static byte[] encode(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    /**
     * The values again.
     *
     * @throws IllegalArgumentException when the length is not a multiple of four
     */
    public static float[] decode(byte[] bytes) {
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of floats");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
