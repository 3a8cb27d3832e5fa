package io.plateau.train;

/** What looks on while a run goes on: logs, the progress line. Called on the training thread, in the order of registration. */
public interface TrainingListener {

    /** After every step, with the state that it led to. */
    default void onStep(StepResult result) {}

    /** After every evaluation. */
    default void onEpoch(EpochResult result) {}

    /** Before a checkpoint is written: what was logged so far must not be lost once the checkpoint is there. */
    default void beforeCheckpoint() {}
}
