package io.plateau.train;

import java.util.List;

/** What a trainer repeats: it leads from a state to a later one, and is a pure function of it. */
interface Round {
    /** One or more steps. */
    Made run(TrainingState state);

    /** Rounds of one step. */
    static Round of(TrainingStep step) {
        return state -> {
            TrainingStep.Advance advance = step.run(state);
            return new Made(advance.state(), List.of(advance.result()));
        };
    }

    /**
     * What was made.
     *
     * @param state the state after the last step
     * @param steps an account of every step, in their order
     */
    record Made(TrainingState state, List<StepResult> steps) {
        /** Whether the run's policy ends the run after this round. */
        boolean stop() {
            return steps.stream().anyMatch(StepResult::stop);
        }
    }
}
