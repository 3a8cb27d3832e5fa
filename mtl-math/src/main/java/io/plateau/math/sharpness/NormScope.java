package io.plateau.math.sharpness;

/** Over which parameters the gradient norm of a perturbation is taken. */
public enum NormScope {
    /** Shared parameters and head have a norm of their own each. */
    SEPARATE,
    /** One norm over the shared parameters and the head of the task together. */
    JOINT
}
