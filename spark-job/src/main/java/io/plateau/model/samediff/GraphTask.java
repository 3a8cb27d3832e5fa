package io.plateau.model.samediff;

import java.io.Serializable;

/** What a graph has for one task. A plain class because it crosses Spark's wire. */
final class GraphTask implements Serializable {
    private static final long serialVersionUID = 1;

    private final Feed labels;
    private final String loss;
    private final String output;
    private final int outputs;

    /**
     * A task.
     *
     * @param labels its targets
     * @param loss the variable of its loss
     * @param output the variable of its raw outputs
     * @param outputs how many they are in a row
     */
    GraphTask(Feed labels, String loss, String output, int outputs) {
        this.labels = labels;
        this.loss = loss;
        this.output = output;
        this.outputs = outputs;
    }

    Feed labels() {
        return labels;
    }

    String loss() {
        return loss;
    }

    String output() {
        return output;
    }

    int outputs() {
        return outputs;
    }
}
