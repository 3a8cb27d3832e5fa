package io.plateau.predict;

import io.plateau.conf.ConfigProblem;
import io.plateau.model.ModelSpec;
import io.plateau.model.ParameterView;
import java.io.Serializable;
import java.util.Random;

/**
 * How far predictions move when the parameters do: the standard deviation over N models whose parameters were moved in random
 * directions. Each tensor w becomes w + radius |w| g / |g| with standard normal g, so that every layer moves by the same part of its
 * size. The seed fixes all directions on every machine. Immutable.
 *
 * <p>This is the sensitivity to the parameters at the given radius. It is no posterior, and is not calibrated: a wide deviation says that
 * the model is not flat for this row, a narrow one does not say that the prediction is right.
 */
public final class Uncertainty implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MOST = 1000;

    private final int models;
    private final double radius;
    private final long seed;

    /**
     * A measure.
     *
     * @param models N, 2 to 1000, or 0 for none
     * @param radius relative radius, positive and at most 1
     * @param seed draws the directions
     * @throws ConfigProblem for other numbers
     */
    public Uncertainty(int models, double radius, long seed) {
        if (models != 0 && (models < 2 || models > MOST)) {
            throw new ConfigProblem("--uncertainty " + models + ": a deviation takes 2 to " + MOST + " moved models");
        }
        if (!(radius > 0 && radius <= 1)) {
            throw new ConfigProblem("--uncertainty-radius " + radius + ": must be greater than 0 and at most 1");
        }
        this.models = models;
        this.radius = radius;
        this.seed = seed;
    }

    /** None. */
    public static Uncertainty none() {
        return new Uncertainty(0, 1, 0);
    }

    /** N. */
    int models() {
        return models;
    }

    /** The parameters of model {@code index} of N; a new array. */
    float[] moved(ModelSpec model, float[] parameters, int index) {
        Random random = new Random(seed * 1_000_003 + index);
        float[] moved = parameters.clone();
        for (ParameterView view : model.layout().views()) {
            double[] direction = new double[view.length()];
            double size = 0;
            double length = 0;
            for (int i = 0; i < direction.length; i++) {
                direction[i] = random.nextGaussian();
                length += direction[i] * direction[i];
                double value = parameters[view.offset() + i];
                size += value * value;
            }
            double scale = radius * Math.sqrt(size / length);
            for (int i = 0; i < direction.length; i++) {
                moved[view.offset() + i] += (float) (scale * direction[i]);
            }
        }
        return moved;
    }
}
