package io.plateau.model.kernel;

/**
 * Losses of heads. A row's loss is a mean over the task's m target columns (m = 1 for classes), a task's loss the mean over
 * its labelled rows; o is the raw head output, y the target.
 */
public enum Loss {
    /** (o - y)^2, without a factor 1/2. */
    MSE,
    /** |o - y|, with derivative 0 at o = y. */
    L1,
    /** 1/2 (o - y)^2 where |o - y| is at most delta, delta (|o - y| - delta/2) beyond (P. J. Huber, doi:10.1214/aoms/1177703732). */
    HUBER,
    /** log(1 + exp(o)) - y o, y in [0, 1]. */
    BINARY_CROSS_ENTROPY,
    /** log sum_c exp(o_c) - o_y with the class index y; the head has one output per class and one target column. */
    CROSS_ENTROPY
}
