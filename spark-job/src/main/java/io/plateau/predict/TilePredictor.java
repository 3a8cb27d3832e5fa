package io.plateau.predict;

import io.plateau.data.Dataset;
import io.plateau.data.OutputDecoder;
import io.plateau.model.ModelSpec;
import io.plateau.model.Scorer;
import io.plateau.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model at work on tiles: scores, decodes, and where asked for measures the deviations. Not thread-safe. */
final class TilePredictor implements AutoCloseable {
    private final ModelSpec spec;
    private final OutputDecoder decoder;
    private final InputTile input;
    private final Scorer scorer;
    private final List<Scorer> moved = new ArrayList<>();
    private final float[] raw;
    private final double[][] values;
    private final double[][] others;
    private final double[][] sums;
    private final double[][] deviations;
    private final PredictedTile predicted;

    TilePredictor(PredictionModel model, Dataset dataset, Uncertainty uncertainty, Kernels kernels, InputTile input) {
        this.spec = model.spec();
        this.decoder = OutputDecoder.of(dataset, model.scaledTargets());
        this.input = input;
        scorer = scorer(kernels, model.parameters());
        for (int i = 0; i < uncertainty.models(); i++) {
            moved.add(scorer(kernels, uncertainty.moved(spec, model.parameters(), i)));
        }
        raw = new float[input.capacity() * spec.outputs()];
        int columns = decoder.schema().length();
        values = new double[columns][input.capacity()];
        int measured = moved.isEmpty() ? 0 : columns;
        others = new double[measured][input.capacity()];
        sums = new double[measured][input.capacity()];
        deviations = new double[measured][input.capacity()];
        predicted = new PredictedTile(input, values, deviations);
    }

    private Scorer scorer(Kernels kernels, float[] parameters) {
        Scorer made = Scorer.of(spec, kernels, input.capacity());
        made.load(parameters);
        return made;
    }

    /** The predictions for what the input tile holds; valid until the next call. */
    PredictedTile predict() {
        score(scorer);
        decoder.decode(raw, input.rows(), values);
        if (!moved.isEmpty()) {
            measure();
        }
        return predicted;
    }

    private void score(Scorer by) {
        if (input.graphs() == null) {
            by.score(input.x(), raw);
        } else {
            by.score(input.x(), input.graphs(), raw);
        }
    }

    /** Mean and squared deviations are updated model by model (Welford, doi 10.1080/00401706.1962.10490022). */
    private void measure() {
        for (int column = 0; column < sums.length; column++) {
            Arrays.fill(sums[column], 0);
            Arrays.fill(deviations[column], 0);
        }
        for (int model = 0; model < moved.size(); model++) {
            score(moved.get(model));
            decoder.decodeAs(values, raw, input.rows(), others);
            for (int column = 0; column < others.length; column++) {
                update(others[column], sums[column], deviations[column], model + 1);
            }
        }
        for (double[] column : deviations) {
            for (int row = 0; row < input.rows(); row++) {
                column[row] = Math.sqrt(column[row] / (moved.size() - 1));
            }
        }
    }

    private void update(double[] value, double[] mean, double[] squares, int count) {
        for (int row = 0; row < input.rows(); row++) {
            double before = value[row] - mean[row];
            mean[row] += before / count;
            squares[row] += before * (value[row] - mean[row]);
        }
    }

    @Override
    public void close() {
        scorer.close();
        moved.forEach(Scorer::close);
    }
}
