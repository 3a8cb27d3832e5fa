package io.plateau.train;

/**
 * What an epoch came to.
 *
 * @param epoch the epoch, from 0
 * @param steps steps made so far
 * @param validation scores on the validation split (the training split when that is empty)
 * @param best whether they are the best so far
 * @param learningRate the rate of the epoch
 * @param seconds wall time of the evaluation
 */
public record EpochResult(
        int epoch, long steps, Evaluation validation, boolean best, double learningRate, double seconds) {}
