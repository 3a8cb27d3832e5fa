package io.plateau.ml;

import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.model.FloatBytes;
import io.plateau.model.ModelSpec;
import io.plateau.model.Scorer;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** Predicts the rows of a partition, a batch at a time: memory does not grow with the partition. */
final class PredictPartition implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    /** Always as many rows, so that a row has the same bits wherever it stands. */
    private static final int BATCH = 512;

    private final ModelSpec spec;
    private final Broadcast<byte[]> parameters;
    private final String dataset;
    private final boolean scaledTargets;
    private final int features;
    private final AddedColumns added;

    /**
     * A prediction.
     *
     * @param parameters of the model, encoded
     * @param features index of the column with the feature vectors
     * @param added columns to append to every row
     */
    PredictPartition(TrainedModel model, Broadcast<byte[]> parameters, int features, AddedColumns added) {
        spec = model.spec();
        this.parameters = parameters;
        dataset = model.dataset().toJson();
        scaledTargets = model.scaledTargets();
        this.features = features;
        this.added = added;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Kernels kernels = new BlasKernels();
        Scorer network = Scorer.of(spec, kernels, BATCH);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> {
            network.close();
            kernels.close();
        });
        network.load(FloatBytes.decode(parameters.value()));
        return new Predicted(rows, network, Dataset.ofJson(dataset, "the model"));
    }

    private final class Predicted implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final Scorer network;
        private final List<FeatureSchema> schema;
        private final TaskOutputs decoder;
        private final float[] x = new float[BATCH * spec.inputs()];
        private final float[] outputs = new float[BATCH * spec.outputs()];
        private Iterator<Row> batch = new ArrayList<Row>().iterator();

        Predicted(Iterator<Row> rows, Scorer network, Dataset model) {
            this.rows = rows;
            this.network = network;
            schema = model.features();
            decoder = new TaskOutputs(model.tasks(), scaledTargets);
        }

        @Override
        public boolean hasNext() {
            return batch.hasNext() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (!batch.hasNext()) {
                batch = predict();
            }
            return batch.next();
        }

        private Iterator<Row> predict() {
            List<Row> given = new ArrayList<>(BATCH);
            while (given.size() < BATCH && rows.hasNext()) {
                given.add(rows.next());
            }
            int width = schema.size();
            for (int i = 0; i < given.size(); i++) {
                standardise(given.get(i).getAs(features), i * width);
            }
            network.score(x, outputs);
            for (int i = 0; i < given.size(); i++) {
                if (!areFinite(i * width)) {
                    // An activation may swallow a NaN.
                    Arrays.fill(outputs, i * spec.outputs(), (i + 1) * spec.outputs(), Float.NaN);
                }
            }
            List<Row> predicted = new ArrayList<>(given.size());
            for (int i = 0; i < given.size(); i++) {
                predicted.add(row(given.get(i), i * spec.outputs()));
            }
            return predicted.iterator();
        }

        private boolean areFinite(int at) {
            for (int i = at; i < at + schema.size(); i++) {
                if (!Float.isFinite(x[i])) {
                    return false;
                }
            }
            return true;
        }

        private void standardise(Vector vector, int at) {
            if (vector != null && vector.size() != schema.size()) {
                throw new DataProblem("a feature vector has " + vector.size() + " components, the model was trained on "
                        + schema.size());
            }
            for (int i = 0; i < schema.size(); i++) {
                float value = vector == null ? Float.NaN : (float) vector.apply(i);
                x[at + i] = Float.isFinite(value) ? schema.get(i).standardised(value) : Float.NaN;
            }
        }

        private Row row(Row given, int at) {
            TaskOutputs.Row decoded = decoder.row(outputs, at);
            List<Object> values = new ArrayList<>(given.size() + 2);
            for (int i = 0; i < given.size(); i++) {
                values.add(given.get(i));
            }
            if (!added.prediction().isEmpty()) {
                values.add(Vectors.dense(decoded.values()));
            }
            for (int t = 0; t < added.predictions().size(); t++) {
                values.add(decoded.values()[t]);
            }
            if (!added.probabilities().isEmpty()) {
                values.addAll(decoded.probabilities());
            }
            if (!added.raw().isEmpty()) {
                double[] raw = new double[spec.outputs()];
                for (int i = 0; i < raw.length; i++) {
                    raw[i] = outputs[at + i];
                }
                values.add(Vectors.dense(raw));
            }
            return RowFactory.create(values.toArray());
        }
    }
}
