package io.plateau.ml;

import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Parameters as Spark stores those of its own models, and beside them the directory of a model. The only class that calls what Spark
 * keeps for itself, whose signatures change with Spark 4.
 */
final class PlateauModelFiles {
    private static final String MODEL = "model";

    private PlateauModelFiles() {}

    /** Writes. */
    static final class Writer extends MLWriter {
        private final PlateauModel model;

        Writer(PlateauModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
            try {
                model.trained().write(new Path(path, MODEL), sc().hadoopConfiguration());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Reads. */
    static final class Reader extends MLReader<PlateauModel> {
        @Override
        public PlateauModel load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), PlateauModel.class.getName());
            try {
                TrainedModel trained = TrainedModel.read(new Path(path, MODEL), sc().hadoopConfiguration());
                PlateauModel model = new PlateauModel(metadata.uid(), trained, null);
                metadata.getAndSetParams(model, Option.empty());
                return model;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        }
    }
}
