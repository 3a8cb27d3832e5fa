package io.plateau.model;

import io.plateau.data.Graphs;
import io.plateau.model.kernel.Kernels;

/** A model at work on rows to predict: the forward pass alone. Not thread-safe. */
public interface Scorer extends AutoCloseable {

    /**
     * Builds the model on a back end.
     *
     * @param model what to compute
     * @param kernels the back end, owned by the caller and used by this thread only
     * @param rows of a table in each call, or the most molecules
     */
    static Scorer of(ModelSpec model, Kernels kernels, int rows) {
        return model.scorer(kernels, rows);
    }

    /** Sets the parameters, {@link ParameterLayout#size()} floats; they are copied. */
    void load(float[] parameters);

    /**
     * Raw outputs of all heads for rows of a table.
     *
     * @param x rows x features, row-major
     * @param out receives rows x outputs, row-major
     */
    void score(float[] x, float[] out);

    /**
     * Raw outputs of all heads for molecules.
     *
     * @param x atoms of all molecules x features, row-major
     * @param graphs the molecules, at least one and no more than there are rows
     * @param out receives molecules x outputs, row-major
     */
    void score(float[] x, Graphs graphs, float[] out);

    @Override
    void close();
}
