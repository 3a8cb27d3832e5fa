package io.plateau.predict;

import io.plateau.cluster.KernelsFactory;
import io.plateau.data.OutputDecoder;
import io.plateau.data.Shard;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import io.plateau.math.metric.Calibration;
import io.plateau.model.MiniBatch;
import io.plateau.model.ModelSpec;
import io.plateau.model.TaskGradients;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Predictions for rows whose labels are known, beside those labels. Not thread-safe. */
public final class LabelledPredictions {
    private static final int BATCH = 256;
    private static final int BATCH_OF_MOLECULES = 32;

    private final TrainedModel model;
    private final ModelSpec spec;
    private final OutputDecoder decoder;
    private final Map<String, Pairs> pairs = new LinkedHashMap<>();
    private final Map<String, Calibration> calibrations = new LinkedHashMap<>();
    private long rows;

    private LabelledPredictions(TrainedModel model) {
        this.model = model;
        spec = model.spec();
        decoder = OutputDecoder.of(model.dataset(), model.scaledTargets());
        for (TaskSchema task : model.dataset().tasks()) {
            if (task.type() == TaskType.REGRESSION) {
                pairs.put(task.name(), new Pairs());
            } else {
                calibrations.put(task.name(), new Calibration());
            }
        }
    }

    /**
     * Predicts evenly spaced rows.
     *
     * @param shards rows with the model's features and targets, targets scaled as the model's
     * @param most the most rows to predict, at least 1
     */
    public static LabelledPredictions of(
            TrainedModel model, List<Shard> shards, int most, KernelsFactory kernelsFactory) {
        LabelledPredictions predictions = new LabelledPredictions(model);
        long all = shards.stream().mapToLong(Shard::rows).sum();
        int every = (int) Math.max(1, (all + most - 1) / most);
        Kernels kernels = kernelsFactory.get();
        try (kernels;
                TaskGradients network = new TaskGradients(predictions.spec, kernels)) {
            network.load(model.parameters());
            for (Shard shard : shards) {
                predictions.add(shard, every, network);
            }
        }
        return predictions;
    }

    private void add(Shard shard, int every, TaskGradients network) {
        int[] chosen =
                IntStream.range(0, shard.rows()).filter(row -> row % every == 0).toArray();
        int atOnce = spec.readsMolecules() ? BATCH_OF_MOLECULES : BATCH;
        for (int from = 0; from < chosen.length; from += atOnce) {
            int[] batch = IntStream.range(from, Math.min(chosen.length, from + atOnce))
                    .map(i -> chosen[i])
                    .toArray();
            float[] outputs = new float[batch.length * spec.outputs()];
            network.predict(MiniBatch.of(shard, batch), outputs);
            for (int i = 0; i < batch.length; i++) {
                addRow(decoder.decode(outputs, i * spec.outputs()), shard.y(), batch[i] * shard.targets());
            }
        }
    }

    private void addRow(List<Object> predicted, float[] y, int at) {
        rows++;
        int value = 0;
        int target = at;
        for (TaskSchema task : model.dataset().tasks()) {
            if (task.type() == TaskType.REGRESSION) {
                for (int column = 0; column < task.width(); column++) {
                    double label = model.scaledTargets() ? task.original(column, y[target]) : y[target];
                    target++;
                    pairs.get(task.name()).add(label, (Double) predicted.get(value++));
                }
            } else {
                float label = y[target++];
                if (!Float.isNaN(label)) {
                    boolean hit = task.labels().get((int) label).equals(predicted.get(value));
                    calibrations.get(task.name()).add((Double) predicted.get(value + 1), hit);
                }
                value += 2;
            }
        }
    }

    /** Number of rows that were predicted. */
    public long rows() {
        return rows;
    }

    /** Labels and predictions of every regression in its original unit, by task; all columns of a vector together. */
    public Map<String, Pairs> pairs() {
        return Collections.unmodifiableMap(pairs);
    }

    /** How far the confidence of every classification can be taken at its word, by task. */
    public Map<String, Calibration> calibrations() {
        return Collections.unmodifiableMap(calibrations);
    }

    /** Labels and predictions of one task; what has no label, or no finite prediction, is left out. */
    public static final class Pairs {
        private final List<double[]> all = new ArrayList<>();

        private void add(double label, double predicted) {
            if (Double.isFinite(label) && Double.isFinite(predicted)) {
                all.add(new double[] {label, predicted});
            }
        }

        /**
         * Some of the pairs: nine tenths of them evenly spaced, the others with the largest errors, so that no outlier is missing.
         *
         * @param most the most pairs
         * @return {label, prediction} in the order of the rows
         */
        public List<double[]> some(int most) {
            if (all.size() <= most) {
                return List.copyOf(all);
            }
            boolean[] kept = new boolean[all.size()];
            int even = most - most / 10;
            for (int i = 0; i < even; i++) {
                kept[(int) ((long) i * all.size() / even)] = true;
            }
            IntStream.range(0, all.size())
                    .boxed()
                    .sorted((a, b) -> Double.compare(error(b), error(a)))
                    .limit(most - even)
                    .forEach(i -> kept[i] = true);
            return IntStream.range(0, all.size())
                    .filter(i -> kept[i])
                    .mapToObj(all::get)
                    .toList();
        }

        private double error(int i) {
            return Math.abs(all.get(i)[0] - all.get(i)[1]);
        }
    }
}
