package io.plateau.export;

import ai.onnxruntime.OrtException;
import io.plateau.data.Graphs;
import java.util.Arrays;
import java.util.List;

/** Molecules as the inputs of an exported graph. */
final class PaddedMolecules {
    private final List<float[]> features;
    private final List<float[]> positions;
    private final Graphs graphs;
    private final float padding;

    /**
     * Some molecules.
     *
     * @param features of the atoms of each
     * @param positions of the atoms of each
     * @param bonds of each, as in {@link Graphs}
     * @param padding what stands in the places of atoms that are not there
     */
    PaddedMolecules(List<float[]> features, List<float[]> positions, List<byte[]> bonds, float padding) {
        this.features = features;
        this.positions = positions;
        this.graphs = Graphs.of(positions, bonds);
        this.padding = padding;
    }

    Graphs graphs() {
        return graphs;
    }

    /** Features of all atoms, without padding. */
    float[] flat() {
        float[] all = new float[features.stream().mapToInt(f -> f.length).sum()];
        int at = 0;
        for (float[] some : features) {
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return all;
    }

    /** Sets the four inputs. */
    OnnxSession into(OnnxSession session) throws OrtException {
        int rows = graphs.count();
        int most = 0;
        for (int m = 0; m < rows; m++) {
            most = Math.max(most, graphs.nodes(m));
        }
        int width = features.get(0).length / graphs.nodes(0);
        float[] atoms = filled(rows * most * width);
        float[] coordinates = filled(rows * most * 3);
        long[] bonds = new long[rows * most * most];
        long[] counts = new long[rows];
        for (int m = 0; m < rows; m++) {
            int n = graphs.nodes(m);
            counts[m] = n;
            System.arraycopy(features.get(m), 0, atoms, m * most * width, n * width);
            System.arraycopy(positions.get(m), 0, coordinates, m * most * 3, 3 * n);
            for (int bond = 0; bond < graphs.bonds(m); bond++) {
                int i = graphs.lower(m, bond);
                int j = graphs.upper(m, bond);
                bonds[(m * most + i) * most + j] = 1L + graphs.kind(m, bond);
                bonds[(m * most + j) * most + i] = 1L + graphs.kind(m, bond);
            }
        }
        return session.with("atoms", atoms, rows, most, width)
                .with("positions", coordinates, rows, most, 3)
                .with("bonds", bonds, rows, most, most)
                .with("counts", counts, rows);
    }

    private float[] filled(int length) {
        float[] values = new float[length];
        Arrays.fill(values, padding);
        return values;
    }
}
