package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.math.weighting.Outcome;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rounds do about steps that fail, and which settings do not go with them. */
class LocalStepsPolicyTest {
    @Test
    void aGradientThatIsNotFiniteStopsTheRunAndNamesTheShard() {
        JobConfig config = LocalRuns.rounds(4, "training.shards=2");
        List<Shard> data = broken();
        String[] words = {"task 'b', shard 1: the ", " is not finite", "training.on-non-finite = skip-step"};
        try (SparkOfTests spark = new SparkOfTests()) {
            Stream.<Function<JobConfig, LocalRuns.Trained>>of(
                            job -> LocalRuns.onLoop(job, data), job -> LocalRuns.onSpark(spark.on(2), job, data))
                    .forEach(run -> assertThatThrownBy(() -> run.apply(config))
                            .isInstanceOf(TrainingFailure.class)
                            .hasMessageContainingAll(words));
        }
    }

    @Test
    void aStepLeftOutOnOneShardCountsOnceAndTheOthersMove() {
        LocalRuns.Trained trained = LocalRuns.onLoop(
                LocalRuns.rounds(4, "training.shards=2", "training.on-non-finite=skip-step"), broken());
        List<StepResult> left = trained.steps().stream()
                .filter(step -> step.broken().isPresent())
                .toList();
        assertThat(left)
                .isNotEmpty()
                .allMatch(step -> step.broken().orElseThrow().shard() == 1);
        assertThat(trained.state().skipped()).isEqualTo(left.size());
        assertThat(trained.state().step()).isEqualTo(LocalRuns.LAST);
        assertThat(trained.state().parameters())
                .isNotEqualTo(LocalRuns.MODEL.initialParameters(1))
                .doesNotContain(Float.NaN);
    }

    private static List<Shard> broken() {
        List<Shard> data = RandomShards.of(2, 50, 7, LocalRuns.TASKS, 0, 11);
        data.get(1).y()[1] = Float.POSITIVE_INFINITY;
        return data;
    }

    /** A shard whose model says what its targets are has no gradient: stationary; the other shard trains on. */
    @Test
    void aStationaryShardIsReportedAndStopsTheRunIfThePolicySaysSo() {
        ModelSpec model = new MlpSpec(7, new int[] {4}, Activation.TANH, new HeadSpec[] {
            HeadSpec.regression("a", Loss.MSE, 1), HeadSpec.regression("b", Loss.MSE, 1)
        });
        Shard still = new Shard(0, 7, 2, new float[70], new float[20], new long[10]);
        Shard moving = RandomShards.of(2, 10, 7, 2, 0, 3).get(1);
        float[] zero = new float[model.layout().size()];
        String[] settings = {"sharpness.mode=none", "training.shards=2", "bargaining.on-stationary=stop"};
        LocalRuns.Trained trained = LocalRuns.train(
                model,
                LocalRuns.rounds(2, settings),
                new LocalCluster(model, Map.of(Split.TRAIN, List.of(still, moving)), BlasKernels::new),
                zero,
                null);
        assertThat(trained.state().step()).as("the run ends with the round").isEqualTo(2);
        assertThat(trained.state().unsettled()).isEqualTo(2);
        assertThat(trained.steps().get(0).lossOutcome().orElseThrow()).isInstanceOf(Outcome.ParetoStationary.class);
        assertThat(trained.steps()).allMatch(StepResult::stop);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster.local-steps=0 | cluster.local-steps must be at least 1 and at most 1000000, is 0",
                "cluster.reduction=slices | cluster.sync = local-steps sends states, not rows: leave cluster.reduction = auto",
                "sharpness.perturbation-scope=global | cluster.sync = local-steps does not go with"
                        + " sharpness.perturbation-scope = global, which needs the gradients of the whole batch: use shard, or"
                        + " cluster.sync = every-step",
                "analysis.every-steps=5 | analysis.every-steps must be 0 with cluster.sync = local-steps, which never has the"
                        + " gradients of the whole batch: set 0, or cluster.sync = every-step"
            })
    void whatDoesNotGoWithLocalStepsIsRefused(String setting, String message) {
        assertThatThrownBy(() -> Configs.of("cluster.sync=local-steps", setting))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(message);
    }
}
