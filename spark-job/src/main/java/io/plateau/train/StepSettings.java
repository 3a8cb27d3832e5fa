package io.plateau.train;

import io.plateau.cluster.EpochDivision;
import io.plateau.conf.BargainingConfig;
import io.plateau.conf.JobConfig;
import io.plateau.conf.SharpnessConfig;
import io.plateau.conf.TrainingConfig;
import io.plateau.math.sharpness.Perturbation;
import io.plateau.math.sharpness.SharpnessMode;
import java.util.List;

/**
 * What every step of a run has in common.
 *
 * @param seed the run's seed
 * @param mode which gradients are combined
 * @param perturbation how parameters are perturbed
 * @param bargaining how often and with which policies the weights are found
 * @param maxNorm bound of the shared direction's norm; 0 for none
 * @param headWeighting how the heads' gradients are scaled
 * @param onNonFinite what to do about a gradient that is not finite
 * @param division of an epoch into steps
 * @param labelsComplete whether every training row is labelled for every task
 * @param analyseEvery steps between two analyses of the gradients; 0 for none
 * @param tasks names of the tasks
 */
record StepSettings(
        long seed,
        SharpnessMode mode,
        Perturbation perturbation,
        BargainingConfig bargaining,
        double maxNorm,
        TrainingConfig.HeadWeighting headWeighting,
        TrainingConfig.OnNonFinite onNonFinite,
        EpochDivision division,
        boolean labelsComplete,
        int analyseEvery,
        List<String> tasks) {

    static StepSettings of(JobConfig config, EpochDivision division, boolean labelsComplete, List<String> tasks) {
        SharpnessConfig sharpness = config.sharpness();
        TrainingConfig training = config.training();
        return new StepSettings(
                config.run().seed(),
                sharpness.mode(),
                new Perturbation(sharpness.rho(), sharpness.rhoHead(), sharpness.adaptive(), sharpness.normScope()),
                config.bargaining(),
                training.maxNorm(),
                training.headWeighting(),
                training.onNonFinite(),
                division,
                labelsComplete,
                config.analysis().everySteps(),
                List.copyOf(tasks));
    }

    int batchesPerEpoch() {
        return division.batches();
    }

    int epochOf(long step) {
        return Math.toIntExact(step / batchesPerEpoch());
    }

    /** The first step of every {@code analyseEvery}: where both divide alike, those on which weights are found anew. */
    boolean isAnalysed(long step) {
        return analyseEvery > 0 && step % analyseEvery == 0;
    }

    String taskName(int task) {
        return tasks.get(task);
    }
}
