/**
 * Where a step is computed: {@link io.plateau.cluster.Cluster} hides whether the shards of a batch are visited by a plain
 * loop ({@link io.plateau.cluster.LocalCluster}) or by one Spark job ({@link io.plateau.cluster.SparkCluster}).
 *
 * <p>A shard is the unit of data and of randomness: its part of a step is a pure function of (parameters, seed, step, shard),
 * and parts are summed in the order of the shards. So the number of cores, of executors and of repeated attempts leaves no
 * trace in the result.
 */
package io.plateau.cluster;
