package io.plateau.predict;

import io.plateau.data.Dataset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A whole text table: a quoted field may hold line breaks, so nobody can tell where in a file a row begins. */
final class CsvPart implements InputPart {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String[] keep;

    CsvPart(Path file, List<String> keep) {
        this.file = file.toString();
        this.keep = keep.toArray(String[]::new);
    }

    @Override
    public TileSource open(Dataset dataset, Configuration hadoop) {
        return new CsvTiles(dataset, new Path(file), List.of(keep), hadoop);
    }
}
