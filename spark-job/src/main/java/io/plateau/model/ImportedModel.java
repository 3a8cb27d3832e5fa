package io.plateau.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * A model that was built with another library, as it travels to the executors. The library computes the losses, so that it decides
 * what they are; everything above them is the same as for the models of this program.
 */
public abstract class ImportedModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final ParameterLayout layout;
    private final long activationsPerRow;
    /** Stays with the driver: parameters travel as the flat vector. */
    private final transient float[] initial;

    /**
     * A model.
     *
     * @param layout where each parameter lies in the flat vector
     * @param activationsPerRow an estimate of the floats that one pass keeps for a row
     * @param initial the values that the parameters have in the file
     */
    protected ImportedModel(ParameterLayout layout, long activationsPerRow, float[] initial) {
        this.layout = layout;
        this.activationsPerRow = activationsPerRow;
        this.initial = Objects.requireNonNull(initial, "initial");
    }

    /** Where each parameter lies in the flat vector. */
    public final ParameterLayout layout() {
        return layout;
    }

    /**
     * The values that the parameters have in the file.
     *
     * @throws IllegalStateException where the model has travelled: they stay with the driver
     */
    public final float[] initialParameters() {
        if (initial == null) {
            throw new IllegalStateException("the parameters of the file stay with the driver");
        }
        return initial.clone();
    }

    /** An estimate of the floats that one pass keeps for a row. */
    public final long activationsPerRow() {
        return activationsPerRow;
    }

    /** The model at work in one task slot, owned by the caller. */
    public abstract ImportedNetwork open();
}
