package io.plateau.model.kernel;

/** Whether an operand of a product is read transposed. */
public enum Transpose {
    /** As stored. */
    NO,
    /** Rows and columns exchanged. */
    YES
}
