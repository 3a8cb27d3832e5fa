package io.plateau.model;

import io.plateau.model.kernel.Loss;
import java.io.Serializable;
import java.util.Objects;

/** The head of one task: its loss and its sizes. Immutable; a plain class because it crosses Spark's wire. */
public final class HeadSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String task;
    private final Loss loss;
    private final int width;
    private final int outputs;
    private final double huberDelta;

    /**
     * A head.
     *
     * @param task name of the task, part of the parameters' names
     * @param loss the loss
     * @param width target columns of the task: 1 for classification
     * @param outputs outputs of the head: the number of classes for {@link Loss#CROSS_ENTROPY}, {@code width} otherwise
     * @param huberDelta threshold of {@link Loss#HUBER}, otherwise unused
     */
    public HeadSpec(String task, Loss loss, int width, int outputs, double huberDelta) {
        this.task = Objects.requireNonNull(task, "task");
        this.loss = Objects.requireNonNull(loss, "loss");
        boolean classes = loss == Loss.CROSS_ENTROPY;
        if (classes ? width != 1 || outputs < 2 : width < 1 || outputs != width) {
            throw new IllegalArgumentException("task " + task + ": a head of " + outputs + " outputs over " + width
                    + " target columns does not fit the loss " + loss);
        }
        if (loss == Loss.HUBER && !(huberDelta > 0)) {
            throw new IllegalArgumentException("task " + task + ": Huber's delta must be positive, not " + huberDelta);
        }
        this.width = width;
        this.outputs = outputs;
        this.huberDelta = huberDelta;
    }

    /** A head whose outputs are its target columns, with delta 1. */
    public static HeadSpec regression(String task, Loss loss, int width) {
        return new HeadSpec(task, loss, width, width, 1.0);
    }

    /** A binary classifier: one logit. */
    public static HeadSpec binary(String task) {
        return new HeadSpec(task, Loss.BINARY_CROSS_ENTROPY, 1, 1, 1.0);
    }

    /** A classifier over {@code classes} classes: one logit per class. */
    public static HeadSpec classes(String task, int classes) {
        return new HeadSpec(task, Loss.CROSS_ENTROPY, 1, classes, 1.0);
    }

    /** Name of the task. */
    public String task() {
        return task;
    }

    /** The loss. */
    public Loss loss() {
        return loss;
    }

    /** Target columns. */
    public int width() {
        return width;
    }

    /** Outputs of the head. */
    public int outputs() {
        return outputs;
    }

    /** Threshold of the Huber loss. */
    public double huberDelta() {
        return huberDelta;
    }

    /**
     * Whether a row is labelled for this task: none of its target columns is NaN.
     *
     * @param y targets of rows
     * @param at where the task's columns of the row begin
     */
    public boolean isLabelled(float[] y, int at) {
        for (int i = at; i < at + width; i++) {
            if (Float.isNaN(y[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether both heads are computed alike, so that one batched operation can serve them. */
    boolean alike(HeadSpec other) {
        return loss == other.loss
                && width == other.width
                && outputs == other.outputs
                && (loss != Loss.HUBER || huberDelta == other.huberDelta);
    }
}
