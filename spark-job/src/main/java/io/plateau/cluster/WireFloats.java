package io.plateau.cluster;

import io.plateau.model.FloatBytes;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * Floats that cross the wire as raw little-endian bytes: Java's own serialisation of a float[] is six times slower and
 * compression only costs time.
 */
final class WireFloats implements Serializable {
    private static final long serialVersionUID = 1;

    private transient float[] values;

    WireFloats(float[] values) {
        this.values = values;
    }

    float[] values() {
        return values;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeObject(FloatBytes.encode(values));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        values = FloatBytes.decode((byte[]) in.readObject());
    }
}
