package io.plateau.cluster;

import io.plateau.model.ParameterLayout;
import io.plateau.model.ShardGradient;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import java.io.Serializable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the driver learns of one shard's part of a step, whatever becomes of its rows. Crosses the wire. */
final class ShardFacts implements Serializable {
    private static final long serialVersionUID = 1;

    private final int shard;
    private final WireFloats heads;
    private final WireFloats lossHeads;
    private final double[] losses;
    private final double[] perturbedLosses;
    private final long[] labels;
    private final LinkedHashMap<String, Double> seconds;
    private final double forwardPasses;
    private final double backwardPasses;

    /** Reads them off a gradient in its slot. */
    ShardFacts(int shard, ShardGradient gradient, Kernels kernels) {
        this.shard = shard;
        losses = gradient.losses();
        perturbedLosses = gradient.perturbedLosses();
        labels = gradient.labels();
        seconds = new LinkedHashMap<>(gradient.seconds());
        forwardPasses = gradient.forwardPasses();
        backwardPasses = gradient.backwardPasses();
        heads = copy(kernels, gradient.heads());
        lossHeads = gradient.lossHeads() == null ? null : copy(kernels, gradient.lossHeads());
    }

    private static WireFloats copy(Kernels kernels, Buffer buffer) {
        float[] values = new float[Math.toIntExact(buffer.length())];
        kernels.read(buffer, 0, values, 0, values.length);
        return new WireFloats(values);
    }

    int shard() {
        return shard;
    }

    double[] losses() {
        return losses;
    }

    double[] perturbedLosses() {
        return perturbedLosses;
    }

    long[] labels() {
        return labels;
    }

    /** The heads' gradients at theta; those of the step in a mode that has only these. */
    private float[] lossHeads() {
        return (lossHeads == null ? heads : lossHeads).values();
    }

    /** The first task whose loss or head gradient is not finite. */
    Optional<NonFinite> firstNonFinite(ParameterLayout layout) {
        for (int task = 0; task < losses.length; task++) {
            Optional<NonFinite> broken = firstNonFinite(layout, task);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    /** What of a task is not finite. */
    Optional<NonFinite> firstNonFinite(ParameterLayout layout, int task) {
        boolean lossBroken = !Double.isFinite(losses[task])
                || (perturbedLosses.length > 0 && !Double.isFinite(perturbedLosses[task]));
        if (lossBroken) {
            return Optional.of(new NonFinite(shard, task, "loss"));
        }
        int head = layout.headOffset(task);
        return isFinite(heads.values(), head, head + layout.headSize(task))
                ? Optional.empty()
                : Optional.of(new NonFinite(shard, task, "head gradient"));
    }

    static boolean isFinite(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Passes of the shard, and the bytes of these facts. */
    StepCost cost() {
        long floats = heads.values().length + (lossHeads == null ? 0L : lossHeads.values().length);
        return new StepCost(
                forwardPasses,
                backwardPasses,
                0,
                Float.BYTES * floats + Double.BYTES * (losses.length + perturbedLosses.length + (long) labels.length),
                0);
    }

    /** What the shards of one job cost: the mean of their passes and the sum of their bytes. */
    static StepCost cost(List<ShardFacts> shards) {
        StepCost cost = StepCost.NONE;
        for (ShardFacts shard : shards) {
            StepCost own = shard.cost();
            cost = cost.plus(new StepCost(
                    own.forwardPasses() / shards.size(),
                    own.backwardPasses() / shards.size(),
                    0,
                    own.bytesReceived(),
                    0));
        }
        return cost;
    }

    /** The phases of the shard that took longest. */
    static Map<String, Double> slowest(List<ShardFacts> shards) {
        return shards.stream()
                .map(facts -> facts.seconds)
                .max(Comparator.comparingDouble(
                        phases -> phases.values().stream().mapToDouble(d -> d).sum()))
                .orElseThrow();
    }

    /** The heads' gradients over all shards, each task by its shares, in the order of the shards. */
    static HeadGradients heads(List<ShardFacts> shards, StepLosses losses, ParameterLayout layout) {
        List<double[]> shares = losses.shares(shards);
        return new HeadGradients(
                sum(shards, facts -> facts.heads.values(), shares, layout),
                sum(shards, ShardFacts::lossHeads, shares, layout));
    }

    private static float[] sum(
            List<ShardFacts> shards,
            Function<ShardFacts, float[]> heads,
            List<double[]> shares,
            ParameterLayout layout) {
        double[] sum = new double[layout.heads()];
        for (int shard = 0; shard < shards.size(); shard++) {
            float[] values = heads.apply(shards.get(shard));
            for (int task = 0; task < layout.tasks(); task++) {
                int start = layout.headOffset(task);
                int end = start + layout.headSize(task);
                for (int i = start; i < end; i++) {
                    sum[i] += shares.get(shard)[task] * values[i];
                }
            }
        }
        float[] narrow = new float[sum.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) sum[i];
        }
        return narrow;
    }
}
