package io.plateau.model;

/**
 * An {@link ImportedModel} at work. Rows are given as floats of the host, and every row is labelled for the tasks that are asked for:
 * a loss is the mean over the rows that it is given, so that missing labels need no mask. Not thread-safe.
 */
public interface ImportedNetwork extends AutoCloseable {

    /**
     * Sets whole parameter arrays.
     *
     * @param at position of the first value in the flat vector, the beginning of an array
     * @param values they replace as many parameters
     */
    void parameters(int at, float[] values);

    /** The losses of some tasks on rows that are labelled for all of them. */
    double[] losses(int[] tasks, MiniBatch rows);

    /**
     * The gradient of one task's loss on rows that are labelled for it.
     *
     * @param shared receives the derivatives by all shared parameters
     * @param head receives those by the parameters of the task's head
     */
    void gradient(int task, MiniBatch rows, float[] shared, float[] head);

    /**
     * The raw outputs of all tasks.
     *
     * @param rows their targets are not looked at
     * @param out receives rows x outputs of all tasks, row-major
     */
    void outputs(MiniBatch rows, float[] out);

    @Override
    void close();
}
