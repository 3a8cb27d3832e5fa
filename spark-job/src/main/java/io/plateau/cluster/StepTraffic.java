package io.plateau.cluster;

import io.plateau.conf.ClusterConfig;
import java.util.List;

/**
 * What a step with all K loss rows and all K flatness components moves on executors that are processes of their own, from the sizes
 * alone: the account of {@link StepCost}, and the tasks that it takes. With S shards, K tasks, P shared and H head parameters, C columns
 * of a sketch, G grains and O owners of coordinates, rows {@code R = 8 K P} and facts {@code F = 8 H + 24 K} of a shard in bytes:
 *
 * <ul>
 *   <li>all: {@code 4 (P + H)} sent;
 *   <li>driver: {@code S (R + F)} received;
 *   <li>slices: {@code S F + 16 G K^2 + 4 P} received, {@code S (R + O F)} exchanged;
 *   <li>sketch, its columns divided among Q owners: {@code S F + 16 K C + 4 P} received, {@code S (8 K C + Q F + 4 P)} exchanged.
 * </ul>
 *
 * @param sent bytes that the driver shares, each broadcast counted once
 * @param received bytes that come to the driver
 * @param exchanged bytes between executors, those that an executor keeps for itself included
 * @param blocks number of pieces that they are in
 * @param jobs Spark jobs
 * @param stages number of tasks of each stage
 */
public record StepTraffic(long sent, long received, long exchanged, long blocks, int jobs, List<Integer> stages) {
    /** Numbers per row: a loss gradient and a flatness component. */
    private static final long KINDS = 2;

    /**
     * The traffic of one step.
     *
     * @param reduction driver, slices or sketch
     * @param shards S
     * @param cores task slots of all executors together, among which coordinates are divided
     * @throws IllegalArgumentException for the reduction auto
     */
    public static StepTraffic of(Size size, ClusterConfig.Reduction reduction, int shards, int cores) {
        int owners = Reductions.owners(cores);
        int slices = Grains.bounds(size.shared, owners).length - 1;
        long vector = (long) Float.BYTES * size.shared;
        long facts = shards * size.facts();
        return switch (reduction) {
            case AUTO -> throw new IllegalArgumentException("auto stands for another reduction");
            case DRIVER -> new StepTraffic(size.sent(), shards * size.rows() + facts, 0, 0, 1, List.of(shards));
            case SLICES -> new StepTraffic(
                    size.sent(),
                    facts + KINDS * Double.BYTES * Grains.count(size.shared) * size.tasks * size.tasks + vector,
                    shards * size.rows() + slices * facts,
                    (long) shards * slices,
                    2,
                    List.of(shards, slices, slices));
            case SKETCH -> {
                int parts = SketchCut.bounds(size.columns, owners).length - 1;
                long numbers = KINDS * size.tasks * size.columns;
                yield new StepTraffic(
                        size.sent(),
                        facts + Double.BYTES * numbers + vector,
                        shards * (Float.BYTES * numbers + vector) + parts * facts,
                        (long) shards * (parts + slices),
                        2,
                        List.of(shards, parts, shards, slices));
            }
        };
    }

    /** Number of tasks. */
    public int tasks() {
        return stages.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * What the traffic of a step depends on.
     *
     * @param tasks K
     * @param shared P
     * @param heads H
     * @param columns C
     */
    public record Size(int tasks, int shared, int heads, int columns) {

        /** Bytes of the loss rows and flatness components of a shard. */
        public long rows() {
            return KINDS * Float.BYTES * tasks * shared;
        }

        /** Bytes of what a shard tells beside its rows: gradients of the heads, losses, labels. */
        long facts() {
            return KINDS * Float.BYTES * heads + 3L * Double.BYTES * tasks;
        }

        /** Bytes of the parameters. */
        public long sent() {
            return (long) Float.BYTES * (shared + heads);
        }
    }
}
