package io.plateau.predict;

import io.plateau.data.Dataset;
import io.plateau.model.ModelSpec;
import io.plateau.train.TrainedModel;
import java.io.Serializable;

/** A trained model as it travels to executors: a plain class, because records do not survive every serialiser. Immutable. */
final class PredictionModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ModelSpec spec;
    private final float[] parameters;
    private final String dataset;
    private final boolean scaledTargets;

    PredictionModel(TrainedModel model) {
        spec = model.spec();
        parameters = model.parameters();
        dataset = model.dataset().toJson();
        scaledTargets = model.scaledTargets();
    }

    ModelSpec spec() {
        return spec;
    }

    float[] parameters() {
        return parameters;
    }

    Dataset dataset() {
        return Dataset.ofJson(dataset, "the model");
    }

    boolean scaledTargets() {
        return scaledTargets;
    }
}
