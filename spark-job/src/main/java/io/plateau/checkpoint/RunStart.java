package io.plateau.checkpoint;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The model that a run started from, of which its directory keeps a copy. */
public final class RunStart {

    private RunStart() {}

    /**
     * The copy of the model that the run of another model started from.
     *
     * @param model a run directory, or the model directory in it
     * @return empty where there is none beside it
     */
    public static Optional<Path> beside(Path model, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(model, hadoop);
        for (Path run = storage.qualify(model);
                run != null;
                run = run.getName().equals(RunDirectory.MODEL) ? run.getParent() : null) {
            Path start = new Path(run, RunDirectory.START);
            if (storage.exists(new Path(start, Manifest.FILE))) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }
}
