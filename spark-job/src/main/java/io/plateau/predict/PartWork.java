package io.plateau.predict;

import io.plateau.cluster.KernelsFactory;
import io.plateau.data.Dataset;
import io.plateau.model.kernel.Kernels;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * From the rows of a part to a file of predictions, a tile at a time: memory does not depend on how many rows there are. Each attempt at
 * a task writes a file of its own, so that a lost or doubled one leaves nothing that anybody reads.
 */
final class PartWork implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Uncertainty uncertainty;
    private final StructType kept;
    private final String staging;
    private final boolean text;
    private final KernelsFactory kernels;
    private final SerializableConfiguration hadoop;

    PartWork(
            Uncertainty uncertainty, StructType kept, OutputPlace place, KernelsFactory kernels, Configuration hadoop) {
        this.uncertainty = uncertainty;
        this.kept = kept;
        this.staging = place.staging().toString();
        this.text = place.isText();
        this.kernels = kernels;
        this.hadoop = new SerializableConfiguration(hadoop);
    }

    /** Predicts a part. */
    PartResult predict(PredictionModel model, int index, InputPart part) throws IOException {
        TaskContext task = TaskContext.get();
        String name = String.format("part-%05d-%d", index, task == null ? 0 : task.taskAttemptId());
        Dataset dataset = model.dataset();
        List<OutputColumn> columns = OutputColumns.of(dataset, kept, uncertainty.models() > 0);
        long rows = 0;
        try (TileSource source = part.open(dataset, hadoop.value());
                Kernels own = kernels.get()) {
            InputTile tile = source.newTile();
            try (TilePredictor predictor = new TilePredictor(model, dataset, uncertainty, own, tile);
                    PredictionWriter writer = writer(new Path(staging, name), columns, index == 0)) {
                while (source.next(tile)) {
                    writer.write(predictor.predict());
                    rows += tile.rows();
                }
            }
            return new PartResult(name, rows, source.unseen(), source.leftOut());
        }
    }

    private PredictionWriter writer(Path file, List<OutputColumn> columns, boolean header) throws IOException {
        return text
                ? new CsvPredictions(file.getFileSystem(hadoop.value()), file, columns, header)
                : new ParquetPredictions(file, columns, hadoop.value());
    }
}
