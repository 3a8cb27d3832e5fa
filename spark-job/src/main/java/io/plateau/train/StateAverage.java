package io.plateau.train;

import io.plateau.math.aggregate.BargainingState;
import io.plateau.math.weighting.MethodState;
import io.plateau.sharpness.SharpnessMemory;
import io.plateau.train.TrainingState.TaskWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The mean of the states that the shards have reached by themselves, {@code sum_s (n_s / n) x_s} with n_s the training rows of shard s
 * as in FedAvg (arXiv 1602.05629), because the loss of a run is the mean over rows; summed in double in the order of the shards and
 * rounded once. Number by number:
 *
 * <ul>
 *   <li>parameters, and the optimizer's moments with them (arXiv 1905.03817 averages momenta alike);
 *   <li>what methods and policies remember, K or K x K numbers or K x P: the mean; a number that is the same on all shards, such as a
 *       counter of steps, stays as it is to the bit;
 *   <li>the task weights that are used until the next bargain: the mean;
 *   <li>steps, the schedule's memory and the best score are the same on all shards;
 *   <li>the counts of steps without agreement and of steps left out grow by the steps on which that befell any shard.
 * </ul>
 */
final class StateAverage {
    private final List<TrainingState> ends;
    private final double[] shares;

    private StateAverage(List<TrainingState> ends, double[] shares) {
        this.ends = ends;
        this.shares = shares;
    }

    /**
     * Averages.
     *
     * @param before the state that all shards began with
     * @param ends where they are
     * @param shares what each counts for; 1 in sum
     * @param skipped steps of the round that were left out on a shard
     * @param unsettled steps of the round without agreement on a shard
     */
    static TrainingState of(
            TrainingState before, List<TrainingState> ends, double[] shares, long skipped, long unsettled) {
        StateAverage mean = new StateAverage(ends, shares);
        return new TrainingState(
                mean.vector(TrainingState::parameters),
                mean.vector(TrainingState::optimizer),
                new BargainingState(mean.method(end -> end.bargaining().loss()), mean.method(end -> end.bargaining()
                        .flat())),
                new RowMemory(mean.vector(end -> end.rowMemory().loss()), mean.vector(end -> end.rowMemory()
                        .flat())),
                mean.sharpness(),
                new TaskWeights(mean.numbers(end -> end.weights().loss()), mean.numbers(end -> end.weights()
                        .flat())),
                ends.get(0).step(),
                before.plateau(),
                before.best(),
                before.skipped() + skipped,
                before.unsettled() + unsettled);
    }

    private SharpnessMemory sharpness() {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        for (String name : ends.get(0).sharpness().vectors().keySet()) {
            vectors.put(name, vector(end -> end.sharpness().vectors().get(name)));
        }
        return new SharpnessMemory(method(end -> end.sharpness().values()), vectors);
    }

    private MethodState method(Function<TrainingState, MethodState> part) {
        MethodState state = MethodState.empty();
        for (String key : part.apply(ends.get(0)).values().keySet()) {
            state = state.with(key, numbers(end -> part.apply(end).value(key)));
        }
        return state;
    }

    private float[] vector(Function<TrainingState, float[]> part) {
        List<float[]> vectors = ends.stream().map(part).toList();
        float[] mean = new float[vectors.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            // Not from zero: 0.0 + -0.0 is 0.0, and one shard alone has to keep its bits.
            double sum = shares[0] * vectors.get(0)[i];
            for (int shard = 1; shard < shares.length; shard++) {
                sum += shares[shard] * vectors.get(shard)[i];
            }
            mean[i] = (float) sum;
        }
        return mean;
    }

    private double[] numbers(Function<TrainingState, double[]> part) {
        return mean(ends.stream().map(part).toList(), shares);
    }

    /** The weighted mean of each number; one that is the same in all arrays stays as it is. */
    static double[] mean(List<double[]> arrays, double[] shares) {
        double[] mean = arrays.get(0).clone();
        for (int i = 0; i < mean.length; i++) {
            double sum = shares[0] * mean[i];
            boolean same = true;
            for (int shard = 1; shard < shares.length; shard++) {
                double number = arrays.get(shard)[i];
                sum += shares[shard] * number;
                same &= Double.compare(number, mean[i]) == 0;
            }
            mean[i] = same ? mean[i] : sum;
        }
        return mean;
    }
}
