package io.plateau.cluster;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Floats that cross the wire as raw little-endian bytes: Java's own serialisation of a float[] is six times slower and
 * compression only costs time.
 */
final class FloatBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private transient float[] values;

    FloatBlock(float[] values) {
        this.values = values;
    }

    float[] values() {
        return values;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeObject(bytes(values));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        values = floats((byte[]) in.readObject());
    }

    static byte[] bytes(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
