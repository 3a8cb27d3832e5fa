package io.plateau.predict;

import java.io.IOException;

/** Turns the cells of a column into the pages of a row group. Not thread-safe. */
interface ColumnEncoder {

    /** Adds the cells of a tile. */
    void add(PredictedTile tile) throws IOException;

    /** Hands over what is in no page yet: the row group ends. */
    void endGroup() throws IOException;
}
