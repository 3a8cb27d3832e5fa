package io.plateau.train;

import io.plateau.checkpoint.Checkpoint;
import io.plateau.checkpoint.CheckpointStore;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.cluster.Cluster;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.data.Dataset;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import io.plateau.model.FloatBytes;
import io.plateau.model.ModelSpec;
import io.plateau.observe.Activity;
import io.plateau.observe.Heartbeat;
import io.plateau.observe.LogLines;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.RunMetrics;
import io.plateau.observe.StepLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One training run in its directory, from the first step or the last checkpoint to the saved model. */
public final class TrainingRun {
    private final ResolvedConfig resolved;
    private final JobConfig config;
    private final Dataset dataset;
    private final RunDirectory directory;
    private final Consumer<String> say;
    private final Optional<float[]> first;
    private final RunMetrics metrics;
    private final Activity activity = new Activity();
    private final LogLines lines;

    /**
     * A run.
     *
     * @param resolved its settings
     * @param dataset what it trains on
     * @param directory where it writes
     * @param say told, in a sentence each, what a person should know
     * @param first the first parameters, in the layout of the model; empty: drawn
     * @param metrics show its figures
     */
    public TrainingRun(
            ResolvedConfig resolved,
            Dataset dataset,
            RunDirectory directory,
            Consumer<String> say,
            Optional<float[]> first,
            RunMetrics metrics) {
        this.first = first;
        this.metrics = metrics;
        this.resolved = resolved;
        this.config = resolved.job();
        this.dataset = dataset;
        this.directory = directory;
        this.say = say;
        lines = new LogLines(System.out, directory.id(), config.observe().logEverySteps());
    }

    /**
     * Trains to the end and saves the model of the best evaluation.
     *
     * @param cluster where steps are computed; stays open
     * @param progress opens the progress line for (steps made, steps at the end)
     * @param interrupted asked after every step; true ends the run there
     * @return scores and counts
     * @throws TrainingInterrupted when it was interrupted; all its steps are saved
     */
    public RunSummary execute(Cluster cluster, ProgressOpener progress, BooleanSupplier interrupted)
            throws IOException {
        Heartbeat.Times times = new Heartbeat.Times(
                config.observe().heartbeatSeconds(), config.limits().storageSeconds());
        Heartbeat heart = Heartbeat.start(directory, activity, times, this::tellWait);
        try {
            return train(cluster, progress, interrupted);
        } finally {
            heart.close();
        }
    }

    /** Tells of a long wait. */
    private void tellWait(String what) {
        say.accept(what);
        lines.write("waiting", Map.of("for", what));
    }

    private RunSummary train(Cluster cluster, ProgressOpener progress, BooleanSupplier interrupted) throws IOException {
        Optional<NetworkFile> network = NetworkFile.of(config.model(), directory, Optional.empty());
        ModelSpec model = ModelSpecs.of(config.model(), dataset, network);
        StepRecipe recipe = new StepRecipe(
                config,
                model,
                BatchPlan.of(config.training(), dataset),
                cluster.labelsComplete(),
                config.training().epochs());
        StepSettings settings = recipe.settings();
        Schedule schedule = recipe.schedule();
        StopRule stop = new StopRule(config.training(), settings.batchesPerEpoch());
        CheckpointStore checkpoints = directory.checkpoints(config.checkpoint().keep());
        try (Optimizer optimizer = recipe.optimizer()) {
            TrainingStep step = recipe.on(cluster, optimizer);
            TrainingState start = resumed(model, optimizer, checkpoints)
                    .orElseGet(() -> step.initialState(first.orElseGet(
                            () -> model.initialParameters(config.model().seed()))));
            int epochsDone = settings.epochOf(start.step());
            Evaluator evaluator = new Evaluator(cluster, dataset, config);
            try (StepLog steps = StepLog.steps(directory, start.step());
                    StepLog epochs = StepLog.epochs(directory, epochsDone);
                    StepLog analysed = StepLog.analysis(directory, start.step());
                    ProgressLine line = progress.open(start.step(), stop.lastStep())) {
                // Opening the logs has dropped the steps after the checkpoint.
                List<String> made = directory.readLines("steps");
                EpochLosses losses = EpochLosses.ofLog(dataset.tasks().size(), made);
                TotalCost cost = TotalCost.ofLogs(made, directory.readLines("epochs"));
                AnalysisLog analysis =
                        new AnalysisLog(analysed, EpochAnalysis.ofLog(directory.readLines(StepLog.ANALYSIS)));
                List<String> tasks =
                        dataset.tasks().stream().map(TaskSchema::name).toList();
                Trainer trainer = new Trainer(
                        config.checkpoint().everySteps(),
                        recipe.round(cluster, step, stop.lastStep()),
                        new EvaluationRule(config, settings, schedule, evaluator, stop),
                        stop,
                        checkpoints,
                        List.of(
                                new RunLog(steps, epochs, losses, analysis, line),
                                cost,
                                new StepFigures(metrics, tasks, start.step(), stop.lastStep()),
                                new CollectedLog(lines, tasks)),
                        interrupted,
                        activity);
                return finish(trainer.train(start), stop, evaluator, checkpoints, network, cost);
            }
        }
    }

    private Optional<TrainingState> resumed(ModelSpec model, Optimizer optimizer, CheckpointStore checkpoints)
            throws IOException {
        Optional<Checkpoint> latest = checkpoints.latestIntact(one -> requireBest(one, checkpoints), say);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        TrainingState state = StateFiles.read(latest.get());
        requireSize(
                state, state.parameters().length, "parameters", model.layout().size(), "model");
        requireSize(
                state,
                state.optimizer().length,
                "numbers of the optimizer's state",
                optimizer.initialState().length,
                "optimizer");
        say.accept("resuming at step " + state.step());
        return Optional.of(state);
    }

    private static void requireSize(TrainingState state, int found, String what, int expected, String of) {
        if (found != expected) {
            throw new TrainingFailure("the checkpoint of step " + state.step() + " has " + found + " " + what
                    + ", the configured " + of + " " + expected + ": resume with the " + of
                    + " that the run was started with, or start a new run with --resume never");
        }
    }

    /**
     * The end of the run saves the parameters of the best evaluation: where they are damaged it could not end. Where they are gone, a
     * later evaluation was better, and will be again.
     */
    private static void requireBest(Checkpoint checkpoint, CheckpointStore checkpoints) throws IOException {
        TrainingState.Best best = StateFiles.read(checkpoint).best();
        boolean elsewhere = best.epoch() >= 0 && best.step() != checkpoint.step();
        if (elsewhere && checkpoints.steps().contains(best.step())) {
            checkpoints.load(best.step());
        }
    }

    private RunSummary finish(
            TrainingState end,
            StopRule stop,
            Evaluator evaluator,
            CheckpointStore checkpoints,
            Optional<NetworkFile> network,
            TotalCost cost)
            throws IOException {
        boolean evaluated = end.best().epoch() >= 0;
        if (stop.reached(end) && !evaluated) {
            throw new TrainingFailure(
                    "no evaluation in " + end.step() + " steps gave a finite score: the parameters have"
                            + " diverged. Lower optimizer.learning-rate or sharpness.rho, or check the scale of the data");
        }
        float[] best = evaluated
                ? FloatBytes.decode(checkpoints.load(end.best().step()).file(StateFiles.PARAMETERS))
                : end.parameters();
        Split split = dataset.rows(Split.TEST) > 0 ? Split.TEST : evaluator.validationSplit();
        activity.on("evaluation of the saved model");
        Evaluation test = evaluator.evaluate(best, split);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", directory.id());
        facts.put("method", config.method());
        facts.put("sharpness", config.sharpness().mode().name());
        facts.put("seed", config.run().seed());
        facts.put("steps", end.step());
        facts.put("best-step", evaluated ? end.best().step() : end.step());
        facts.put(TrainedModel.BASELINE, config.evaluation().baseline());
        facts.put(split == Split.TEST ? TrainedModel.TEST : Split.VALIDATION.label(), test.report());
        test.deltaM().ifPresent(deltaM -> facts.put("delta-m", deltaM));
        ModelCard card = ModelCard.of(resolved, dataset, facts, cost);
        String page = CardPage.of(card, dataset, best.length, test, split);
        TrainedModel trained =
                new TrainedModel(config.model(), dataset, config.dataset().scaleTargets(), best, facts, network);
        activity.storing("saving the model", () -> trained.write(directory.model(), card, page, directory.hadoop()));
        return new RunSummary(
                stop.reached(end),
                end.step(),
                stop.lastStep(),
                end.best().epoch(),
                test,
                end.skipped(),
                end.unsettled());
    }

    /** Opens a progress line. */
    @FunctionalInterface
    public interface ProgressOpener {
        /** A line for a run that has made {@code done} of {@code total} steps. */
        ProgressLine open(long done, long total);
    }
}
