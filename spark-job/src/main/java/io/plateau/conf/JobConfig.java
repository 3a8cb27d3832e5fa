package io.plateau.conf;

import io.plateau.math.sharpness.SharpnessMode;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration of a run, checked: every value lies in its range, every name is known. Immutable.
 *
 * @param run name, output directory and seed
 * @param dataset where the data lie or come from
 * @param start what the parameters start from
 * @param model the network
 * @param method name of the method that weighs the tasks
 * @param methods options per method name; every known method has an entry
 * @param bargaining when to weigh anew, and what to do when there is no agreement
 * @param sharpness the second pass
 * @param optimizer the update rule
 * @param schedule the learning rate over the epochs
 * @param training length and shape of the run
 * @param evaluation when and against what to evaluate
 * @param publish whether the model becomes the champion
 * @param analysis how often the gradients are analysed
 * @param checkpoint how often to save and how much to keep
 * @param cluster where the gradients are computed
 * @param gpu whether executors compute on GPUs
 * @param observe what the run tells while it goes on
 * @param limits how long it waits for what does not answer
 * @param bench settings of the benchmark of one step
 * @param text all this as text, without the variants: {@link ConfigLoader#ofText} reads it back, in any process
 */
public record JobConfig(
        RunConfig run,
        DatasetConfig dataset,
        StartConfig start,
        ModelConfig model,
        String method,
        Map<String, Map<String, Object>> methods,
        BargainingConfig bargaining,
        SharpnessConfig sharpness,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        TrainingConfig training,
        EvaluationConfig evaluation,
        PublishConfig publish,
        AnalysisConfig analysis,
        CheckpointConfig checkpoint,
        ClusterConfig cluster,
        GpuConfig gpu,
        ObserveConfig observe,
        LimitsConfig limits,
        BenchConfig bench,
        String text) {

    /** Options of the method that weighs the losses: never null, possibly empty. */
    public Map<String, Object> methodOptions() {
        return methods.getOrDefault(method, Map.of());
    }

    /** Options of the method that combines the flatness components: never null, possibly empty. */
    public Map<String, Object> flatMethodOptions() {
        return methods.getOrDefault(sharpness.flatMethod(), Map.of());
    }

    static JobConfig from(Section root, List<Variant> variants) {
        JobConfig config = new JobConfig(
                RunConfig.from(root.section("run")),
                DatasetConfig.from(root.section("dataset")),
                StartConfig.from(root.section("start")),
                ModelConfig.from(root.section("model")),
                root.text("method"),
                root.section("methods").blocks(),
                BargainingConfig.from(root.section("bargaining")),
                SharpnessConfig.from(root.section("sharpness")),
                OptimizerConfig.from(root.section("optimizer")),
                ScheduleConfig.from(root.section("schedule")),
                TrainingConfig.from(root.section("training"), root.text("method"), variants),
                EvaluationConfig.from(root.section("evaluation")),
                PublishConfig.from(root.section("publish")),
                AnalysisConfig.from(root.section("analysis")),
                CheckpointConfig.from(root.section("checkpoint")),
                ClusterConfig.from(root.section("cluster")),
                GpuConfig.from(root.section("gpu")),
                ObserveConfig.from(root.section("observe")),
                LimitsConfig.from(root.section("limits")),
                BenchConfig.from(root.section("bench")),
                root.without("training.compare"));
        config.check(root);
        return config;
    }

    private void check(Section root) {
        root.section("cluster")
                .require(
                        cluster.reduction() != ClusterConfig.Reduction.SKETCH || !sharpness.needsWholeRows(),
                        "reduction",
                        "= sketch does not go with sharpness.policy = every-n, adaptive or previous-gradient, sharpness.measure ="
                                + " gsam or perturbation-scope = global, which need whole rows: use slices");
        checkLocalSteps(root);
        boolean falls = schedule.type() == ScheduleConfig.Type.COSINE || schedule.type() == ScheduleConfig.Type.PLATEAU;
        root.section("schedule")
                .require(
                        !falls || schedule.minimum() < optimizer.learningRate(),
                        "minimum",
                        "must be less than optimizer.learning-rate");
    }

    /** With local steps nobody ever sees the gradients of a whole batch. */
    private void checkLocalSteps(Section root) {
        boolean global = sharpness.mode() != SharpnessMode.NONE && sharpness.scope() == SharpnessConfig.Scope.GLOBAL;
        root.section("cluster")
                .require(
                        !cluster.hasRounds() || !global,
                        "sync",
                        "= local-steps does not go with sharpness.perturbation-scope = global, which needs the gradients of the"
                                + " whole batch: use shard, or cluster.sync = every-step");
        root.section("analysis")
                .require(
                        !cluster.hasRounds() || analysis.everySteps() == 0,
                        "every-steps",
                        "must be 0 with cluster.sync = local-steps, which never has the gradients of the whole batch: set 0, or"
                                + " cluster.sync = every-step");
    }
}
