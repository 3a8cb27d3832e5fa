package io.plateau.model.dl4j;

import java.io.Serializable;

/** What a graph has for one task. A plain class because it crosses Spark's wire. */
final class OutputTask implements Serializable {
    private static final long serialVersionUID = 1;

    private final int output;
    private final int columns;
    private final int outputs;
    private final boolean oneHot;

    /**
     * A task.
     *
     * @param output the place of its output among those of the graph
     * @param columns its target columns
     * @param outputs its raw outputs
     * @param oneHot whether its layer wants one column per class
     */
    OutputTask(int output, int columns, int outputs, boolean oneHot) {
        this.output = output;
        this.columns = columns;
        this.outputs = outputs;
        this.oneHot = oneHot;
    }

    int output() {
        return output;
    }

    int columns() {
        return columns;
    }

    int outputs() {
        return outputs;
    }

    /** Numbers of a row of labels as the layer wants them. */
    int labelWidth() {
        return oneHot ? outputs : columns;
    }

    /**
     * The labels of some rows.
     *
     * @param y rows of {@code width} targets
     * @param from the first column of the task
     * @return rows x {@link #labelWidth()}
     */
    float[] labels(float[] y, int rows, int width, int from) {
        int taken = labelWidth();
        float[] labels = new float[rows * taken];
        for (int row = 0; row < rows; row++) {
            int at = row * width + from;
            if (oneHot) {
                labels[row * taken + (int) y[at]] = 1;
            } else {
                System.arraycopy(y, at, labels, row * taken, columns);
            }
        }
        return labels;
    }
}
