package io.plateau.cluster;

/**
 * Gradients of the heads.
 *
 * @param ofStep H floats, at the perturbed points where there were some; may be changed
 * @param atTheta H floats, at theta; the same array where the step has no others
 */
record HeadGradients(float[] ofStep, float[] atTheta) {}
