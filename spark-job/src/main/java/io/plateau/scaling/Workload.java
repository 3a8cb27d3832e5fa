package io.plateau.scaling;

import io.plateau.cluster.StepTraffic;

/**
 * A step to be timed.
 *
 * @param name what a person calls it
 * @param size what its traffic depends on
 * @param gradient c: seconds of one core for the gradients of one shard
 */
public record Workload(String name, StepTraffic.Size size, double gradient) {}
