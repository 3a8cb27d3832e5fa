package io.plateau.model;

import io.plateau.model.samediff.SameDiffGraphs;

/** Steps of SameDiff graphs. */
final class SameDiffStepTest extends ImportedStepContract {

    @Override
    ImportedSpec imported(MlpSpec builtIn, float[] parameters) {
        return SameDiffGraphs.imported(builtIn, parameters);
    }
}
