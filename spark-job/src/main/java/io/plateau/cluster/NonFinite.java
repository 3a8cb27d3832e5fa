package io.plateau.cluster;

/**
 * Where a loss or a gradient stopped being finite.
 *
 * @param shard the shard, from 0
 * @param task the task, from 0
 * @param what "loss", "loss gradient", "perturbed gradient" or "head gradient"
 */
public record NonFinite(int shard, int task, String what) {}
