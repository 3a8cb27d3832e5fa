package io.plateau.train;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.dl4j.Dl4jGraphs;
import io.plateau.model.kernel.Loss;
import org.junit.jupiter.api.Tag;

/** Training of graphs of Deeplearning4j. */
@Tag("slow")
class Dl4jTrainingTest extends ImportedTrainingContract {

    @Override
    ImportedSpec imported(MlpSpec builtIn, float[] parameters) {
        return Dl4jGraphs.imported(builtIn, parameters);
    }

    /** Deeplearning4j has no Huber. */
    @Override
    HeadSpec second(String task) {
        return HeadSpec.regression(task, Loss.MSE, 1);
    }
}
