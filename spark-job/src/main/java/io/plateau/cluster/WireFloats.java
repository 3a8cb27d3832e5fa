package io.plateau.cluster;

import io.plateau.model.FloatBytes;
import io.plateau.observe.ShardMeter;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;

/**
 * Floats that cross the wire as raw little-endian bytes: Java's own serialisation of a float[] is six times slower and
 * compression only costs time.
 */
public final class WireFloats implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean half;
    private transient float[] values;

    /** Floats that arrive as they are; now the object's own. */
    public WireFloats(float[] values) {
        this(values, false);
    }

    /**
     * Floats.
     *
     * @param values now the object's own
     * @param half whether they are {@link BrainFloats#round rounded}, so that two bytes of each do
     */
    WireFloats(float[] values, boolean half) {
        this.values = values;
        this.half = half;
    }

    /** Parts one after another. */
    static float[] joined(List<WireFloats> parts, int length) {
        float[] whole = new float[length];
        int at = 0;
        for (WireFloats part : parts) {
            System.arraycopy(part.values, 0, whole, at, part.values.length);
            at += part.values.length;
        }
        return whole;
    }

    /** The floats themselves; not to be changed. */
    public float[] values() {
        return values;
    }

    /** What they take on the wire. */
    public long bytes() {
        return (long) values.length * (half ? Short.BYTES : Float.BYTES);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(half ? BrainFloats.encode(values) : FloatBytes.encode(values));
        ShardMeter.here().sent(bytes());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        byte[] bytes = (byte[]) in.readObject();
        values = half ? BrainFloats.decode(bytes) : FloatBytes.decode(bytes);
    }
}
