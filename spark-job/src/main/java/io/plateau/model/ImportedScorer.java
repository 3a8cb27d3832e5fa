package io.plateau.model;

import io.plateau.data.Graphs;

/** An {@link ImportedNetwork} on rows to predict. */
final class ImportedScorer implements Scorer {
    private final ImportedNetwork network;
    private final ParameterLayout layout;
    private final int rows;

    ImportedScorer(ImportedNetwork network, ParameterLayout layout, int rows) {
        this.network = network;
        this.layout = layout;
        this.rows = rows;
    }

    @Override
    public void load(float[] parameters) {
        if (parameters.length != layout.size()) {
            throw new IllegalArgumentException(
                    "the model has " + layout.size() + " parameters, not " + parameters.length);
        }
        network.parameters(0, parameters);
    }

    @Override
    public void score(float[] x, float[] out) {
        network.outputs(new MiniBatch(rows, x, new float[0]), out);
    }

    @Override
    public void score(float[] x, Graphs graphs, float[] out) {
        throw new IllegalArgumentException("molecules for a model of rows");
    }

    @Override
    public void close() {
        network.close();
    }
}
