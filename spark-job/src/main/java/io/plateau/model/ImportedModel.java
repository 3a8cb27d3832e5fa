package io.plateau.model;

import java.io.Serializable;

/**
 * A model that was built with another library, as it travels to the executors. The library computes the losses, so that it decides
 * what they are; everything above them is the same as for the models of this program.
 */
public interface ImportedModel extends Serializable {

    /** Where each parameter lies in the flat vector. */
    ParameterLayout layout();

    /**
     * The values that the parameters have in the file.
     *
     * @throws IllegalStateException where the model has travelled: they stay with the driver
     */
    float[] initialParameters();

    /** An estimate of the floats that one pass keeps for a row. */
    long activationsPerRow();

    /** The model at work in one task slot, owned by the caller. */
    ImportedNetwork open();
}
