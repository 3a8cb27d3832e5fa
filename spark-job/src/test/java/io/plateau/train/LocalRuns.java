package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.SparkCluster;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/** Small trainings in rounds for tests. */
final class LocalRuns {
    static final int TASKS = 3;
    static final int BATCHES = 5;
    static final int LAST = 13;
    static final ModelSpec MODEL = new MlpSpec(7, new int[] {16, 12}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1),
        HeadSpec.regression("b", Loss.HUBER, 1),
        HeadSpec.regression("c", Loss.L1, 1)
    });

    private LocalRuns() {}

    static JobConfig rounds(int length, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("cluster.sync=local-steps");
        all.add("cluster.local-steps=" + length);
        return Configs.of(all.toArray(new String[0]));
    }

    static Trained onLoop(JobConfig config, List<Shard> data) {
        return onLoop(config, data, null);
    }

    static Trained onLoop(JobConfig config, List<Shard> data, TrainingState from) {
        Cluster loop = new LocalCluster(MODEL, Map.of(Split.TRAIN, data), BlasKernels::new);
        return train(MODEL, config, loop, MODEL.initialParameters(1), from);
    }

    static Trained onSpark(JavaSparkContext context, JobConfig config, List<Shard> data) {
        Cluster spark = new SparkCluster(
                MODEL, Map.of(Split.TRAIN, context.parallelize(data, data.size())), BlasKernels::new, config.cluster());
        return train(MODEL, config, spark, MODEL.initialParameters(1), null);
    }

    /** Closes the cluster. */
    static Trained train(ModelSpec model, JobConfig config, Cluster cluster, float[] parameters, TrainingState from) {
        StepRecipe recipe = new StepRecipe(config, model, EpochDivision.even(BATCHES), cluster.labelsComplete(), 8);
        List<StepResult> results = new ArrayList<>();
        List<TrainingState> ends = new ArrayList<>();
        try (cluster;
                Optimizer optimizer = recipe.optimizer()) {
            TrainingStep step = recipe.on(cluster, optimizer);
            Round round = recipe.round(cluster, step, LAST);
            TrainingState state = from == null ? step.initialState(parameters) : from;
            boolean stop = false;
            while (state.step() < LAST && !stop) {
                Round.Made made = round.run(state);
                results.addAll(made.steps());
                state = made.state();
                ends.add(state);
                stop = made.stop();
            }
            return new Trained(state, results, ends);
        }
    }

    /** All files of a checkpoint: parameters, moments, everything remembered and counted. */
    static void assertSame(TrainingState actual, TrainingState expected) {
        Map<String, byte[]> files = StateFiles.write(actual);
        StateFiles.write(expected)
                .forEach((name, bytes) -> assertThat(files.get(name)).as(name).containsExactly(bytes));
    }

    record Trained(TrainingState state, List<StepResult> steps, List<TrainingState> ends) {}
}
