package io.plateau.math.sharpness;

/**
 * How a step uses the perturbed gradients {@code s_k = grad L_k(theta + eps_k)} beside the plain ones {@code g_k}; A is the
 * aggregation of rows to one direction.
 */
public enum SharpnessMode {
    /** {@code A(g_1..g_K)}: no second pass. */
    NONE,
    /** One step of SAM (arXiv 2010.01412) on the summed loss: one perturbation for all tasks. */
    JOINT,
    /** {@code A(s_1..s_K)}. */
    DIRECT,
    /** {@code A(g_1..g_K) + A'(f_1..f_K)} with {@code f_k = s_k - g_k}, as in arXiv 2211.13723. */
    DECOMPOSED
}
