package io.plateau.data;

import java.io.Serializable;
import java.util.List;

/**
 * {@link FeatureSchema#standardised} and {@link TaskSchema#standardised} over whole vectors, from plain arrays that may cross Spark's
 * wire. A standard deviation of 0 marks a constant component, which becomes 0.
 */
final class Scaling implements Serializable {

    private static final long serialVersionUID = 1L;

    private final double[] mean;
    private final double[] std;

    private Scaling(double[] mean, double[] std) {
        this.mean = mean;
        this.std = std;
    }

    static Scaling ofFeatures(List<FeatureSchema> features) {
        double[] mean = new double[features.size()];
        double[] std = new double[features.size()];
        for (int i = 0; i < mean.length; i++) {
            FeatureSchema feature = features.get(i);
            boolean indicator = feature.kind() == FeatureSchema.Kind.CATEGORY;
            mean[i] = indicator ? 0 : feature.mean();
            std[i] = indicator && feature.std() != 0 ? 1 : feature.std();
        }
        return new Scaling(mean, std);
    }

    /** Without scaling everything passes through. */
    static Scaling ofTargets(List<TaskSchema> tasks, boolean scaled) {
        int width = tasks.stream().mapToInt(TaskSchema::width).sum();
        double[] mean = new double[width];
        double[] std = new double[width];
        int at = 0;
        for (TaskSchema task : tasks) {
            for (int c = 0; c < task.width(); c++, at++) {
                mean[at] = scaled ? task.mean().get(c) : 0;
                std[at] = scaled ? task.std().get(c) : 1;
            }
        }
        return new Scaling(mean, std);
    }

    int width() {
        return mean.length;
    }

    /** Scales width() values in place. */
    void apply(float[] values, int offset) {
        for (int i = 0; i < mean.length; i++) {
            values[offset + i] = std[i] == 0 ? 0f : (float) ((values[offset + i] - mean[i]) / std[i]);
        }
    }
}
