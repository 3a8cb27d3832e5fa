package io.plateau.math.weighting;

/** What a weighting must know about the present step before it can give its weights. */
public enum Needs {
    /** Nothing: the weights follow from the state and the random seed alone, see {@link Weighting#prior}. */
    PRIOR,
    /** The losses of this step; no Gram matrix. */
    LOSSES,
    /** The Gram matrix of the task gradients. */
    GRAM
}
