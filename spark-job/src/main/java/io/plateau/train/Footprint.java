package io.plateau.train;

import io.plateau.cluster.Reductions;
import io.plateau.conf.ClusterConfig;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.conf.SharpnessConfig;
import io.plateau.math.aggregate.Bargainer;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterLayout;
import io.plateau.sharpness.SharpnessPolicies;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * What a step costs in memory and traffic, estimated from the shapes alone; 4 bytes per number. P shared parameters, H head
 * parameters, K tasks, b rows of a shard's part of the batch, U what the model keeps of a row (see
 * {@link ModelSpec#activationsPerRow()}).
 *
 * @param sharedParameters P
 * @param headParameters H
 * @param slotBytes on each task slot: parameters, K gradient rows (2 K + 1 with a second pass: gradients, flatness, perturbed
 *     parameters of one task after another; 2 more for the gradient's norm, K more for given directions), and activations with their
 *     cotangents, b U, twice with a second pass
 * @param reduction how rows become sums on a cluster: driver, slices or sketch
 * @param stepBytes sent to the driver in a step on a cluster, or with local steps in a round: the state of every shard. Else, with the reduction driver for every shard K rows of P and H numbers, twice
 *     with flatness components, fewer in steps where a policy leaves some out; with slices P numbers, Gram matrices and, where whole
 *     rows are needed, the sums; with sketch P numbers and sketches of the sums
 * @param sentBytes shared with every executor in a step, with local steps in a round: the state; else the parameters, and K rows where perturbations follow the whole batch or an
 *     earlier step
 * @param stateBytes the training's state on the driver and in every checkpoint: parameters, the optimizer's moments, and what methods
 *     and policies remember of rows
 * @param rounds whether shards train by themselves between two averages of their states
 */
public record Footprint(
        long sharedParameters,
        long headParameters,
        long slotBytes,
        ClusterConfig.Reduction reduction,
        long stepBytes,
        long sentBytes,
        long stateBytes,
        boolean rounds) {
    /** Summed sketches are in double. */
    private static final long DOUBLES = Double.BYTES / Float.BYTES;

    /** The estimate for a configuration and its network. */
    public static Footprint of(JobConfig job, ModelSpec model) {
        ParameterLayout layout = model.layout();
        SharpnessConfig sharpness = job.sharpness();
        long tasks = layout.tasks();
        long shared = layout.shared();
        long heads = layout.heads();
        boolean second = sharpness.mode() == SharpnessMode.DECOMPOSED || sharpness.mode() == SharpnessMode.DIRECT;
        boolean given = sharpness.mode() != SharpnessMode.NONE && sharpness.followsTheBatch();
        boolean norm = second && sharpness.measure() == SharpnessConfig.Measure.GAM;
        long shards = job.training().shards();
        long rows = (job.training().batchSize() + shards - 1) / shards;
        long activations = rows * model.activationsPerRow() * (second ? 2 : 1);
        long gradients = (second ? 2 * tasks + 1 : tasks) + (norm ? 2 : 0) + (given ? tasks : 0);
        long slot = shared + 4 * heads + gradients * shared + activations;
        boolean both = sharpness.mode() == SharpnessMode.DECOMPOSED
                || SharpnessPolicies.of(sharpness, layout, 1, 0).needsLossRows();
        ClusterConfig.Reduction reduction =
                Reductions.chosen(job.cluster(), false, job.training().shards(), layout);
        long kinds = both ? 2 : 1;
        long step = shards * kinds * heads
                + switch (reduction) {
                    case SLICES -> shared + (wholeRows(job) ? kinds * tasks * shared : 0);
                    case SKETCH -> shared
                            + DOUBLES * kinds * tasks * job.cluster().sketchColumns();
                    case AUTO, DRIVER -> shards * kinds * tasks * shared;
                };
        long directions = given ? tasks * shared + heads : 0;
        long state = state(job, layout);
        if (job.cluster().hasRounds()) {
            return new Footprint(
                    shared,
                    heads,
                    Float.BYTES * (slot + 2 * state),
                    reduction,
                    Float.BYTES * shards * state,
                    Float.BYTES * state,
                    Float.BYTES * state,
                    true);
        }
        return new Footprint(
                shared,
                heads,
                Float.BYTES * slot,
                reduction,
                Float.BYTES * step,
                Float.BYTES * (shared + heads + directions),
                Float.BYTES * state,
                false);
    }

    /**
     * Refuses what Spark would end in the first step.
     *
     * @param conf has spark.driver.maxResultSize; without it Spark's default holds
     * @throws ConfigProblem naming the settings to change
     */
    public void requireResultsFit(SparkConf conf) {
        long limit = JavaUtils.byteStringAsBytes(conf.get("spark.driver.maxResultSize", "1g"));
        if (limit > 0 && stepBytes > limit && rounds) {
            throw new ConfigProblem("cluster.sync = local-steps sends " + bytes(stepBytes)
                    + " to the driver in each round, more than spark.driver.maxResultSize = "
                    + bytes(limit) + ": raise spark.driver.maxResultSize, or use fewer shards");
        }
        if (limit > 0 && stepBytes > limit) {
            boolean all = reduction == ClusterConfig.Reduction.DRIVER;
            throw new ConfigProblem("cluster.reduction = " + reduction.name().toLowerCase(Locale.ROOT) + " sends "
                    + bytes(stepBytes)
                    + " to the driver in each step, more than spark.driver.maxResultSize = "
                    + bytes(limit) + ": " + (all ? "set cluster.reduction = slices, " : "")
                    + "raise spark.driver.maxResultSize, or use fewer shards");
        }
    }

    /** Whether the driver has to see the summed rows. */
    private static boolean wholeRows(JobConfig job) {
        return job.sharpness().needsWholeRows() || Bargainers.of(job).filtersRows();
    }

    private static long state(JobConfig job, ParameterLayout layout) {
        long moments =
                switch (job.optimizer().type()) {
                    case SGD -> 0;
                    case MOMENTUM -> 1;
                    case ADAM, ADAMW -> 2;
                };
        Bargainer bargainer = Bargainers.of(job);
        long rows = (long) layout.tasks() * layout.shared();
        long remembered = (bargainer.remembersLossRows() ? rows : 0) + (bargainer.remembersFlatRows() ? rows : 0);
        long size = layout.size();
        long policy = SharpnessPolicies.of(job.sharpness(), layout, 1, 0).memorySize();
        return (1 + moments) * size + remembered + policy;
    }

    /** "3.4 MiB". */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
