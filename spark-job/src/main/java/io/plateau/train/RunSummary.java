package io.plateau.train;

/**
 * What a run came to.
 *
 * @param finished whether it reached its end; false when {@code bargaining.on-stationary = stop} ended it
 * @param steps steps made
 * @param plannedSteps steps that all epochs together would have had
 * @param bestEpoch epoch of the saved model, from 0
 * @param test scores of the saved model on the test split (on the validation split when there are no test rows)
 * @param skipped steps left out because a gradient was not finite
 * @param unsettled steps on which the tasks found no agreement
 */
public record RunSummary(
        boolean finished,
        long steps,
        long plannedSteps,
        int bestEpoch,
        Evaluation test,
        long skipped,
        long unsettled) {}
