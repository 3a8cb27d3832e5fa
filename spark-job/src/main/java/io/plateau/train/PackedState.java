package io.plateau.train;

import io.plateau.cluster.WireFloats;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link TrainingState} that can cross Spark's wire: its vectors one after another, and the rest as a checkpoint has it. */
final class PackedState implements Serializable {
    private static final long serialVersionUID = 1;

    private final String[] names;
    private final int[] lengths;
    private final byte[] scalars;
    private final WireFloats floats;

    private PackedState(String[] names, int[] lengths, byte[] scalars, WireFloats floats) {
        this.names = names;
        this.lengths = lengths;
        this.scalars = scalars;
        this.floats = floats;
    }

    static PackedState of(TrainingState state) {
        Map<String, float[]> vectors = StateFiles.vectors(state);
        String[] names = vectors.keySet().toArray(new String[0]);
        int[] lengths =
                vectors.values().stream().mapToInt(vector -> vector.length).toArray();
        float[] all =
                new float[Math.toIntExact(Arrays.stream(lengths).asLongStream().sum())];
        int at = 0;
        for (float[] vector : vectors.values()) {
            System.arraycopy(vector, 0, all, at, vector.length);
            at += vector.length;
        }
        return new PackedState(names, lengths, StateFiles.scalars(state), new WireFloats(all));
    }

    /** The same for a receiver who gets the floats in another way. */
    PackedState withoutFloats() {
        return new PackedState(names, lengths, scalars, new WireFloats(new float[0]));
    }

    float[] floats() {
        return floats.values();
    }

    /** What it takes on the wire, names left out. */
    long bytes() {
        return floats.bytes() + scalars.length;
    }

    /**
     * The state.
     *
     * @param values the {@link #floats} of the state that was packed; copied
     */
    TrainingState open(float[] values) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            vectors.put(names[i], Arrays.copyOfRange(values, at, at + lengths[i]));
            at += lengths[i];
        }
        return StateFiles.of(vectors, scalars);
    }
}
