package io.plateau.export;

import io.plateau.conf.ConfigProblem;
import io.plateau.train.TrainedModel;

/** An open format in which a model leaves Plateau. Stateless and thread-safe. */
public interface ModelFormat {

    /**
     * The model as a file.
     *
     * @param model the model
     * @return content of the file; equal models give equal bytes
     * @throws ConfigProblem when the format cannot hold this model
     */
    byte[] encode(TrainedModel model);
}
