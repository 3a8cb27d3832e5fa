package io.plateau.predict;

import io.plateau.data.Dataset;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** All molecules of a prepared dataset or of a raw form of QM9. */
final class MoleculePart implements InputPart {
    private static final long serialVersionUID = 1L;

    private final String place;

    MoleculePart(Path place) {
        this.place = place.toString();
    }

    @Override
    public TileSource open(Dataset dataset, Configuration hadoop) {
        return new MoleculeTiles(dataset, new Path(place), hadoop);
    }
}
