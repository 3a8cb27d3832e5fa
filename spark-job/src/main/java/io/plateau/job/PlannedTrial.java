package io.plateau.job;

import io.plateau.conf.ClusterConfig;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.conf.SourceConfig;
import io.plateau.conf.SweepExecution;
import io.plateau.conf.SweepPlan;
import io.plateau.conf.SweepTrial;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.train.BatchPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A trial of a sweep with its configuration: the base, the trial's values, and a place in the sweep's directory. The run is named as
 * its group, so that {@code compare --by name} finds the groups again.
 *
 * @param trial its values and names
 * @param config its configuration
 */
record PlannedTrial(SweepTrial trial, ResolvedConfig config) {

    /** What of the dataset's settings may differ: the rows stay the same. */
    private static final Set<String> TASKS = Set.of("dataset.tasks", "dataset.scale-targets");

    /**
     * Reads the configurations of all trials.
     *
     * @param directory of the sweep
     * @param load reads the base with settings on top
     * @throws ConfigProblem naming everything that is wrong in any of them
     */
    static List<PlannedTrial> all(SweepPlan plan, String directory, Function<List<Setting>, ResolvedConfig> load) {
        List<PlannedTrial> planned = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        boolean onExecutors = plan.execution().placement() == SweepExecution.Placement.EXECUTOR;
        for (SweepTrial trial : plan.trials()) {
            List<Setting> settings = new ArrayList<>(trial.settings());
            settings.add(new Setting("sweep", "run.output", directory));
            settings.add(new Setting("sweep", "run.name", trial.group()));
            settings.add(new Setting("sweep", "training.compare", List.of()));
            if (onExecutors) {
                settings.add(new Setting("sweep.placement = executor", "cluster.type", "local"));
            }
            try {
                PlannedTrial one = new PlannedTrial(trial, load.apply(settings));
                problems.addAll(one.conflicts(plan.execution()));
                planned.add(one);
            } catch (ConfigProblem bad) {
                problems.addAll(bad.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(List.copyOf(problems));
        }
        planned.forEach(trial -> trial.requireDataOf(planned.get(0)));
        requireRungs(plan.execution(), planned);
        return planned;
    }

    private static void requireRungs(SweepExecution execution, List<PlannedTrial> planned) {
        int most = mostEpochs(planned);
        execution.halving().filter(halving -> halving.rungs(most).isEmpty()).ifPresent(never -> {
            throw new ConfigProblem("sweep.halving.min-epochs = " + never.minEpochs() + " gives up nothing: the longest"
                    + " trial has " + most + " epochs. Lower it, or set sweep.halving.factor = 0");
        });
    }

    /** The settings that do not go with how the trials are run. */
    private List<String> conflicts(SweepExecution execution) {
        List<String> conflicts = new ArrayList<>();
        ClusterConfig cluster = config.job().cluster();
        if (execution.placement() == SweepExecution.Placement.EXECUTOR) {
            if (cluster.reduction() == ClusterConfig.Reduction.SKETCH) {
                conflicts.add("sweep.placement = executor does not go with cluster.reduction = sketch: a trial in one"
                        + " process has its rows whole. Set cluster.reduction = auto, or sweep.placement = cluster");
            }
            if (cluster.transport() == ClusterConfig.Transport.BFLOAT16) {
                conflicts.add(
                        "sweep.placement = executor does not go with cluster.transport = bfloat16: no row of a"
                                + " trial in one process is sent. Set cluster.transport = float32, or sweep.placement = cluster");
            }
        }
        int every = config.job().evaluation().everyEpochs();
        execution
                .halving()
                .filter(halving -> halving.minEpochs() % every != 0)
                .ifPresent(
                        between -> conflicts.add(
                                "sweep.halving.min-epochs = " + between.minEpochs()
                                        + " is no multiple of evaluation.every-epochs = " + every
                                        + ": trials are given up by evaluations. Set it to a multiple, or evaluation.every-epochs = 1"));
        if (!config.job().start().model().isEmpty()) {
            conflicts.add("start.model does not go with a sweep, whose trials start anew: leave it out");
        }
        return conflicts;
    }

    /** Epochs of the longest of some trials. */
    static int mostEpochs(List<PlannedTrial> trials) {
        return trials.stream()
                .mapToInt(planned -> planned.config.job().training().epochs())
                .max()
                .orElseThrow();
    }

    /** The dataset with the tasks that it trains. */
    Dataset trained(Dataset stored) {
        return TaskSelection.of(config.job().dataset().tasks(), stored);
    }

    /** Those that train several tasks, or all where none does: the others are what single tasks come to. */
    static List<PlannedTrial> ofAllTasks(List<PlannedTrial> trials, Dataset stored) {
        List<PlannedTrial> several = trials.stream()
                .filter(planned -> planned.trained(stored).tasks().size() > 1)
                .toList();
        return several.isEmpty() ? trials : several;
    }

    /** The step with which it has made so many epochs; {@link TrialRun#TO_THE_END} where it does not have more. */
    long lastStep(int epochs, Dataset stored) {
        int all = config.job().training().epochs();
        return epochs >= all
                ? TrialRun.TO_THE_END
                : (long) epochs * BatchPlan.of(config.job().training(), stored).batches();
    }

    private void requireDataOf(PlannedTrial first) {
        Set<String> free = new TreeSet<>(TASKS);
        SourceConfig.Kind used = config.job().dataset().source().kind();
        for (SourceConfig.Kind kind : SourceConfig.Kind.values()) {
            if (kind != used) {
                free.add("dataset.source." + kind.name().toLowerCase(Locale.ROOT) + ".");
            }
        }
        Set<String> changed = ConfigTexts.differences(first.config.text(), config.text(), free);
        changed.removeIf(key -> !key.startsWith("dataset."));
        if (!changed.isEmpty()) {
            throw new ConfigProblem(
                    "trials " + first.trial.name() + " and " + trial.name() + " differ in "
                            + String.join(", ", changed)
                            + ": their scores could not be compared. Give these one value for all trials, or make a sweep of each");
        }
    }

    /**
     * Holds the trials against the dataset.
     *
     * @throws ConfigProblem when two of them train several tasks, and not the same ones
     * @throws io.plateau.data.DataProblem when there are too few rows for the batches of one
     */
    static void check(List<PlannedTrial> trials, Dataset stored) {
        List<List<String>> several = new ArrayList<>();
        for (PlannedTrial planned : trials) {
            Dataset dataset = planned.trained(stored);
            BatchPlan.of(planned.config.job().training(), dataset);
            List<String> names = dataset.tasks().stream().map(TaskSchema::name).toList();
            if (names.size() > 1 && !several.contains(names)) {
                several.add(names);
            }
        }
        if (several.size() > 1) {
            throw new ConfigProblem("the trials train different tasks: " + String.join(", ", several.get(0)) + " and "
                    + String.join(", ", several.get(1))
                    + ". Let all train the same, besides those of one task; or make a sweep of each");
        }
    }
}
