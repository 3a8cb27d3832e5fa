package io.plateau.train;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.kernel.Loss;
import io.plateau.model.samediff.SameDiffGraphs;

/** Training of SameDiff graphs. */
class SameDiffTrainingTest extends ImportedTrainingContract {

    @Override
    ImportedSpec imported(MlpSpec builtIn, float[] parameters) {
        return SameDiffGraphs.imported(builtIn, parameters);
    }

    @Override
    HeadSpec second(String task) {
        return HeadSpec.regression(task, Loss.HUBER, 1);
    }
}
