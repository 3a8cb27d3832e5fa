package io.plateau.model;

import io.plateau.model.dl4j.Dl4jGraphs;
import io.plateau.model.kernel.Loss;
import java.util.Arrays;

/** Steps of graphs of Deeplearning4j. */
final class Dl4jStepTest extends ImportedStepContract {

    @Override
    ImportedSpec imported(MlpSpec builtIn, float[] parameters) {
        return Dl4jGraphs.imported(builtIn, parameters);
    }

    /** Deeplearning4j has no Huber. */
    @Override
    HeadSpec[] heads() {
        return Arrays.stream(ModelCases.allHeads())
                .map(head -> head.loss() == Loss.HUBER ? HeadSpec.regression(head.task(), Loss.L1, 1) : head)
                .toArray(HeadSpec[]::new);
    }
}
