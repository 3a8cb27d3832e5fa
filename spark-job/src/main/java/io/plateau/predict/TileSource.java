package io.plateau.predict;

import io.plateau.data.UnseenCategories;
import java.io.Closeable;

/** New rows, a tile at a time. Not thread-safe. */
interface TileSource extends Closeable {

    /** A tile that this source can fill. */
    InputTile newTile();

    /** Fills the tile with the next rows; false when there are none. What the tile held is gone. */
    boolean next(InputTile tile);

    /** Cells so far whose category did not occur in training. */
    UnseenCategories unseen();

    /** Entries so far that could not be used. */
    long leftOut();

    @Override
    void close();
}
