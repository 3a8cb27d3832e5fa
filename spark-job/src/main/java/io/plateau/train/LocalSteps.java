package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.Shared;
import io.plateau.cluster.StepCost;
import io.plateau.math.weighting.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Local SGD (arXiv 1805.09767) with the whole step of a run: in a round every shard makes H steps by itself, on its parts of the
 * batches, with gradients, second gradients, bargains and updates of its own, and then the states are {@link StateAverage averaged}.
 *
 * <p>Shards of one run are the same computation whatever executor does them, and the average is taken in their order: the number of
 * cores and executors changes no bit, nor does a lost executor. With one shard every H gives the bits of training without rounds. Rounds
 * begin at the multiples of H within an epoch and end with it or with the run at the latest, so a run that goes on from any round makes
 * the same ones.
 */
final class LocalSteps implements Round {
    private final Cluster cluster;
    private final StepRecipe recipe;
    private final int length;
    private final int batchesPerEpoch;
    private final long lastStep;

    /**
     * Rounds.
     *
     * @param recipe of the steps, for the executors
     * @param length H, at least 1
     * @param batchesPerEpoch steps of an epoch
     * @param lastStep after which the run ends at the latest
     */
    LocalSteps(Cluster cluster, StepRecipe recipe, int length, int batchesPerEpoch, long lastStep) {
        this.cluster = cluster;
        this.recipe = recipe;
        this.length = length;
        this.batchesPerEpoch = batchesPerEpoch;
        this.lastStep = lastStep;
    }

    @Override
    public Made run(TrainingState state) {
        long started = System.nanoTime();
        StepCost before = cluster.spent();
        PackedState packed = PackedState.of(state);
        List<LocalReport> reports;
        long steps = steps(state.step());
        try (Shared shared = cluster.share(packed.floats())) {
            reports = cluster.onEachShard(
                    shared,
                    "steps " + (state.step() + 1) + " to " + (state.step() + steps) + " of every shard",
                    new LocalWork(recipe, packed.withoutFloats(), steps));
        }
        refuse(reports);
        double[] shares = shares(reports);
        List<StepResult> results = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int index = i;
            results.add(MergedStep.of(
                    reports.stream().map(report -> report.steps().get(index)).toList(),
                    shares,
                    slowest(reports).steps().get(i)));
        }
        TrainingState end = StateAverage.of(
                state, reports.stream().map(LocalReport::end).toList(), shares, skipped(results), unsettled(results));
        double waited = (System.nanoTime() - started) * 1e-9 - slowest(reports).seconds();
        int last = results.size() - 1;
        results.set(last, MergedStep.closing(results.get(last), cluster.spent().since(before), waited));
        return new Made(end, results);
    }

    /** Up to the next multiple of H in the epoch, the end of the epoch, or that of the run. */
    private long steps(long step) {
        long inEpoch = step % batchesPerEpoch;
        long toMultiple = length - inEpoch % length;
        return Math.min(toMultiple, Math.min(batchesPerEpoch - inEpoch, lastStep - step));
    }

    /** The first failure in the order of the steps, then of the shards, ends the run. */
    private static void refuse(List<LocalReport> reports) {
        reports.stream()
                .filter(LocalReport::failed)
                .min(Comparator.comparingLong(LocalReport::failedStep))
                .ifPresent(report -> {
                    throw new TrainingFailure(report.failure());
                });
    }

    /** {@code n_s / n}: the fraction of the training rows that each shard holds. */
    private static double[] shares(List<LocalReport> reports) {
        double all = reports.stream().mapToLong(LocalReport::rows).sum();
        return reports.stream().mapToDouble(report -> report.rows() / all).toArray();
    }

    private static LocalReport slowest(List<LocalReport> reports) {
        return reports.stream()
                .max(Comparator.comparingDouble(LocalReport::seconds))
                .orElseThrow();
    }

    private static long skipped(List<StepResult> results) {
        return results.stream().filter(result -> result.broken().isPresent()).count();
    }

    private static long unsettled(List<StepResult> results) {
        return results.stream()
                .filter(result -> result.lossOutcome()
                        .map(outcome -> !(outcome instanceof Outcome.Agreement))
                        .orElse(false))
                .count();
    }
}
