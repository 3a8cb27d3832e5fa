package io.plateau.predict;

import io.plateau.cluster.KernelsFactory;
import io.plateau.conf.ConfigProblem;
import io.plateau.data.DataProblem;
import io.plateau.data.UnseenCategories;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Predicts tables of any size: their parts are read, scored and written by the tasks of a Spark job, or one after another in this
 * thread, with the same bits. Immutable.
 */
public final class Predictor {
    private final TrainedModel model;
    private final KernelsFactory kernels;
    private final Configuration hadoop;
    private final List<String> keep;
    private final Uncertainty uncertainty;
    private final boolean overwrite;

    /** A predictor for one model, which passes nothing on, measures no deviations and replaces nothing. */
    public Predictor(TrainedModel model, KernelsFactory kernels, Configuration hadoop) {
        this(model, kernels, hadoop, List.of(), Uncertainty.none(), false);
    }

    private Predictor(
            TrainedModel model,
            KernelsFactory kernels,
            Configuration hadoop,
            List<String> keep,
            Uncertainty uncertainty,
            boolean overwrite) {
        this.model = model;
        this.kernels = kernels;
        this.hadoop = hadoop;
        this.keep = List.copyOf(keep);
        this.uncertainty = uncertainty;
        this.overwrite = overwrite;
    }

    /** The same, passing some columns of the table on. */
    public Predictor withKeep(List<String> columns) {
        return new Predictor(model, kernels, hadoop, columns, uncertainty, overwrite);
    }

    /** The same, with the deviations of every number. */
    public Predictor withUncertainty(Uncertainty measure) {
        return new Predictor(model, kernels, hadoop, keep, measure, overwrite);
    }

    /** The same, replacing predictions that are there or not. */
    public Predictor withOverwrite(boolean replace) {
        return new Predictor(model, kernels, hadoop, keep, uncertainty, replace);
    }

    /**
     * Looks at the input and the output without changing anything.
     *
     * @param input a text table in the format of the training data; a Parquet file, a directory of such or a prepared dataset with the
     *     columns the model was trained on, others are ignored; for a model of molecules a prepared dataset, or a raw form of QM9
     * @param output a file {@code NAME.csv} or {@code NAME.parquet}, or else a directory of Parquet files
     * @return what is to be done
     * @throws ConfigProblem when a column to pass on is not there, or the output is
     * @throws DataProblem when the input lacks what the model needs
     * @throws IOException when a file system fails
     */
    public Plan plan(Path input, Path output) throws IOException {
        OutputPlace place = OutputPlace.of(output, overwrite, hadoop);
        PredictionInput found = PredictionInput.of(model.dataset(), input, keep, hadoop);
        List<OutputColumn> columns = OutputColumns.of(model.dataset(), found.kept(), uncertainty.models() > 0);
        return new Plan(found, place, columns);
    }

    /** Predictions to make. Either way of making them ends with all of them in place, or with none. */
    public final class Plan {
        private final PredictionInput input;
        private final OutputPlace place;
        private final List<OutputColumn> columns;
        private final PartWork work;

        private Plan(PredictionInput input, OutputPlace place, List<OutputColumn> columns) {
            this.input = input;
            this.place = place;
            this.columns = columns;
            this.work = new PartWork(uncertainty, input.kept(), place, kernels, hadoop);
        }

        /** How many tasks can be at work at once. */
        public int parts() {
            return input.parts().size();
        }

        /**
         * Makes them in this thread.
         *
         * @throws DataProblem for a row that cannot be read; the output is then as it was
         * @throws IOException when the output cannot be written
         */
        public Outcome run() throws IOException {
            PredictionModel shared = new PredictionModel(model);
            return inPlace(() -> {
                List<PartResult> results = new ArrayList<>();
                for (InputPart part : input.parts()) {
                    results.add(work.predict(shared, results.size(), part));
                }
                return results;
            });
        }

        /**
         * Makes them as a Spark job of one task per part.
         *
         * @throws IOException when the output cannot be written; what a task throws comes as the cause of Spark's exception
         */
        public Outcome run(JavaSparkContext spark) throws IOException {
            Broadcast<PredictionModel> shared = spark.broadcast(new PredictionModel(model));
            PartWork task = work;
            InputPart[] parts = input.parts().toArray(InputPart[]::new);
            List<Integer> indices = IntStream.range(0, parts.length).boxed().toList();
            try {
                return inPlace(() -> spark.parallelize(indices, parts.length)
                        .map(index -> task.predict(shared.value(), index, parts[index]))
                        .collect());
            } finally {
                shared.destroy();
            }
        }

        private Outcome inPlace(Making making) throws IOException {
            boolean done = false;
            place.prepare();
            try {
                List<PartResult> results = making.make();
                place.commit(results.stream().map(PartResult::file).toList(), OutputColumns.schema(columns));
                done = true;
                UnseenCategories unseen = new UnseenCategories();
                results.forEach(result -> unseen.merge(result.unseen()));
                return new Outcome(
                        results.stream().mapToLong(PartResult::rows).sum(),
                        unseen,
                        results.stream().mapToLong(PartResult::leftOut).sum());
            } finally {
                if (!done) {
                    place.discard();
                }
            }
        }
    }

    /** The writing of all parts, in their order. */
    private interface Making {
        List<PartResult> make() throws IOException;
    }

    /**
     * What was predicted.
     *
     * @param rows rows of the table
     * @param unseen cells whose category did not occur in training
     * @param leftOut molecules that could not be bonded
     */
    public record Outcome(long rows, UnseenCategories unseen, long leftOut) {}
}
