package io.plateau.conf;

import java.util.List;

/**
 * Section {@code bench.scaling}.
 *
 * @param shards numbers of shards to measure
 * @param reductions the reductions to measure, none of them auto
 * @param rows rows of each shard in a step
 * @param widths units of each of the two hidden layers of MLPs that are measured beside the configured model
 * @param executors executors to start on this machine where no master is named, at least 2
 * @param executorMemory heap of each of these, in MiB
 * @param predicted numbers of executors to predict
 * @param network of an executor, in Gbit/s
 * @param driverNetwork of the driver, in Gbit/s
 */
public record ScalingConfig(
        List<Integer> shards,
        List<ClusterConfig.Reduction> reductions,
        int rows,
        List<Integer> widths,
        int executors,
        int executorMemory,
        List<Integer> predicted,
        double network,
        double driverNetwork) {

    static ScalingConfig from(Section scaling) {
        ScalingConfig config = new ScalingConfig(
                scaling.wholes("shards", 1, 1024).stream().distinct().sorted().toList(),
                scaling.choices("reductions", ClusterConfig.Reduction.class),
                scaling.whole("rows", 1, 1_000_000),
                scaling.wholes("widths", 1, 100_000).stream()
                        .distinct()
                        .sorted()
                        .toList(),
                scaling.whole("executors", 2, 64),
                scaling.whole("executor-memory", 512, 1 << 20),
                scaling.wholes("predicted", 1, 1_000_000).stream()
                        .distinct()
                        .sorted()
                        .toList(),
                scaling.number("network", Range.POSITIVE),
                scaling.number("driver-network", Range.POSITIVE));
        scaling.require(!config.reductions.isEmpty(), "reductions", "must hold at least one of driver, slices, sketch");
        scaling.require(
                !config.reductions.contains(ClusterConfig.Reduction.AUTO),
                "reductions",
                "must hold driver, slices or sketch: auto stands for one of them");
        return config;
    }
}
