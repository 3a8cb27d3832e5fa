package io.plateau.train;

import io.plateau.checkpoint.CheckpointStore;
import io.plateau.observe.Activity;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs steps, one by one or in rounds, until the run is over, evaluates, and saves the state. What it does depends on the state alone, so a run that was
 * killed at any moment and resumed from its last checkpoint gives the same bits as one that was not.
 */
final class Trainer {
    private final int checkpointEvery;
    private final Round round;
    private final EvaluationRule evaluation;
    private final StopRule stop;
    private final CheckpointStore checkpoints;
    private final List<TrainingListener> listeners;
    private final BooleanSupplier interrupted;
    private final Activity activity;

    Trainer(
            int checkpointEvery,
            Round round,
            EvaluationRule evaluation,
            StopRule stop,
            CheckpointStore checkpoints,
            List<TrainingListener> listeners,
            BooleanSupplier interrupted,
            Activity activity) {
        this.activity = activity;
        this.checkpointEvery = checkpointEvery;
        this.round = round;
        this.evaluation = evaluation;
        this.stop = stop;
        this.checkpoints = checkpoints;
        this.listeners = List.copyOf(listeners);
        this.interrupted = interrupted;
    }

    /**
     * Trains from a state to the end.
     *
     * @param start the first state
     * @return the last state, which is also the newest checkpoint
     * @throws TrainingInterrupted when asked to end early; the state is then saved
     */
    TrainingState train(TrainingState start) throws IOException {
        TrainingState state = start;
        boolean ended = stop.reached(state);
        while (!ended) {
            long step = state.step() + 1;
            activity.on("step " + step);
            Round.Made made = round.run(state);
            state = made.state();
            activity.completed(state.step());
            activity.storing("logging step " + step, () -> tell(made.steps()));
            boolean due = evaluation.isDue(state);
            if (due) {
                activity.on("evaluation after step " + state.step());
                EvaluationRule.Evaluated evaluated = evaluation.apply(state);
                state = evaluated.state();
                activity.storing(
                        "logging an evaluation",
                        () -> listeners.forEach(listener -> listener.onEpoch(evaluated.result())));
            }
            ended = stop.reached(state) || made.stop();
            boolean leave = !ended && interrupted.getAsBoolean();
            if (due || ended || leave || state.step() / checkpointEvery > (step - 1) / checkpointEvery) {
                TrainingState reached = state;
                activity.storing("saving the checkpoint of step " + reached.step(), () -> save(reached));
            }
            if (leave) {
                throw new TrainingInterrupted(state.step());
            }
        }
        return state;
    }

    private void tell(List<StepResult> results) {
        results.forEach(result -> listeners.forEach(listener -> listener.onStep(result)));
    }

    private void save(TrainingState state) throws IOException {
        listeners.forEach(TrainingListener::beforeCheckpoint);
        if (state.best().epoch() >= 0) {
            checkpoints.protect(state.best().step());
        }
        checkpoints.save(state.step(), StateFiles.write(state));
    }
}
