package io.plateau.ml;

import io.plateau.train.RunSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a fit went. It belongs to the fit and is not saved with the model, whose facts hold the scores. */
public final class PlateauSummary implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean finished;
    private final long steps;
    private final int bestEpoch;
    private final ArrayList<Epoch> epochs;
    private final LinkedHashMap<String, Map<String, Double>> scores = new LinkedHashMap<>();

    PlateauSummary(RunSummary run, List<Epoch> epochs) {
        finished = run.finished();
        steps = run.steps();
        bestEpoch = run.bestEpoch();
        this.epochs = new ArrayList<>(epochs);
        run.test().tasks().forEach(score -> scores.put(score.task(), new LinkedHashMap<>(score.metrics())));
    }

    /** Whether the fit reached its end; false when {@code bargaining.on-stationary = stop} ended it. */
    public boolean finished() {
        return finished;
    }

    /** Steps made. */
    public long steps() {
        return steps;
    }

    /** Epoch whose parameters the model has, from 0. */
    public int bestEpoch() {
        return bestEpoch;
    }

    /** The epochs that were evaluated, in their order. */
    public List<Epoch> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** Metrics of the model by task and name, on the validation rows or, where there are none, on the training rows. */
    public Map<String, Map<String, Double>> scores() {
        return Collections.unmodifiableMap(scores);
    }

    /** One epoch. */
    public static final class Epoch implements Serializable {
        private static final long serialVersionUID = 1;

        private final double score;
        private final double[] losses;

        Epoch(double score, double[] losses) {
            this.score = score;
            this.losses = losses;
        }

        /** What epochs are compared by, lower is better: Delta_m where there is a baseline, else the mean relative error. */
        public double score() {
            return score;
        }

        /** Mean training loss of each task over the steps of the epoch. */
        public double[] losses() {
            return losses.clone();
        }
    }
}
