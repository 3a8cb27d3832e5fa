package io.plateau.math.weighting;

import io.plateau.math.linalg.Gram;

/**
 * What is known about the tasks at one step.
 *
 * @param gram the Gram matrix of the gradients; null for a method that does not need it
 * @param losses one loss per task, not weighted; may be empty for a method that needs only the Gram matrix
 * @param step number of the step, from 0
 * @param epoch number of the epoch, from 0
 * @param seed seed of all random choices of this step, already mixed from the run's seed, the step and the part (loss or
 *     flat)
 */
public record Statistics(Gram gram, double[] losses, long step, long epoch, long seed) {
    /**
     * The statistics of a method that needs only the Gram matrix.
     *
     * @param gram the Gram matrix
     * @return statistics without losses, of step 0, with seed 0
     */
    public static Statistics of(Gram gram) {
        return new Statistics(gram, new double[0], 0, 0, 0);
    }

    /** The number of tasks K. */
    public int tasks() {
        return gram != null ? gram.tasks() : losses.length;
    }

    /** The Gram matrix, checked: finite and there. */
    Gram requiredGram() {
        if (gram == null) {
            throw new IllegalArgumentException("this method needs the Gram matrix of the gradients");
        }
        int task = gram.firstTaskNotFinite();
        if (task >= 0) {
            throw new IllegalArgumentException("the gradient of task " + task + " is not finite");
        }
        return gram;
    }

    /** The losses, checked: one per task, each finite. */
    double[] requiredLosses() {
        if (losses.length == 0 || losses.length != tasks()) {
            throw new IllegalArgumentException(
                    "this method needs one loss per task: " + tasks() + " tasks, " + losses.length + " losses");
        }
        for (int k = 0; k < losses.length; k++) {
            if (!Double.isFinite(losses[k])) {
                throw new IllegalArgumentException("the loss of task " + k + " is not finite: " + losses[k]);
            }
        }
        return losses;
    }
}
