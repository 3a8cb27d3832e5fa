package io.plateau.train;

import io.plateau.conf.JobConfig;

/** When a run is evaluated, and what that does to its state: the best score, the schedule's memory. */
final class EvaluationRule {
    private final int everyEpochs;
    private final StepSettings settings;
    private final Schedule schedule;
    private final Evaluator evaluator;
    private final StopRule stop;

    EvaluationRule(JobConfig config, StepSettings settings, Schedule schedule, Evaluator evaluator, StopRule stop) {
        everyEpochs = config.evaluation().everyEpochs();
        this.settings = settings;
        this.schedule = schedule;
        this.evaluator = evaluator;
        this.stop = stop;
    }

    /** At the end of every {@code every-epochs}-th epoch and of the run. */
    boolean isDue(TrainingState state) {
        boolean epochEnd = state.step() % settings.batchesPerEpoch() == 0;
        return (epochEnd && settings.epochOf(state.step()) % everyEpochs == 0) || state.step() == stop.lastStep();
    }

    /** Evaluates the state. */
    Evaluated apply(TrainingState state) {
        long started = System.nanoTime();
        int epoch = settings.epochOf(state.step() - 1);
        Evaluation evaluation = evaluator.evaluate(state.parameters(), evaluator.validationSplit());
        double score = evaluation.score();
        TrainingState.Best best = state.best().after(score, state.step(), epoch);
        EpochResult result = new EpochResult(
                epoch,
                state.step(),
                evaluation,
                best.step() == state.step(),
                schedule.learningRate(epoch, state.plateau()),
                (System.nanoTime() - started) * 1e-9);
        return new Evaluated(state.evaluated(schedule.after(state.plateau(), score), best), result);
    }

    /** The state after an evaluation, and its account. */
    record Evaluated(TrainingState state, EpochResult result) {}
}
