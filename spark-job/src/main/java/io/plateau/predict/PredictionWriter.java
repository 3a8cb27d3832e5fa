package io.plateau.predict;

import java.io.Closeable;
import java.io.IOException;

/** Writes predictions to one file, which is whole when this is closed. Not thread-safe. */
interface PredictionWriter extends Closeable {

    /** Adds the rows of a tile. */
    void write(PredictedTile tile) throws IOException;
}
