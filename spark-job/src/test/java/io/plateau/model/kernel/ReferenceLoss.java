package io.plateau.model.kernel;

import static io.plateau.model.kernel.ReferenceKernels.at;
import static io.plateau.model.kernel.ReferenceKernels.put;

/** The losses as their definitions say. */
final class ReferenceLoss {
    private ReferenceLoss() {}

    static double of(LossTerm term, double weight, Matrix o, Matrix y, Matrix d) {
        int labelled = 0;
        for (int i = 0; i < o.rows(); i++) {
            labelled += labelled(y, i) ? 1 : 0;
        }
        double sum = 0;
        double count = (double) labelled * y.columns();
        for (int i = 0; i < o.rows(); i++) {
            for (int j = 0; j < o.columns(); j++) {
                if (d != null) {
                    put(d, i, j, labelled(y, i) ? weight / count * derivative(term, o, y, i, j) : 0);
                }
                sum += labelled(y, i) ? value(term, o, y, i, j) : 0;
            }
        }
        return labelled == 0 ? 0 : sum / count;
    }

    private static boolean labelled(Matrix y, int i) {
        for (int j = 0; j < y.columns(); j++) {
            if (Double.isNaN(at(y, i, j))) {
                return false;
            }
        }
        return true;
    }

    /** The part of output j in the loss of row i. */
    private static double value(LossTerm term, Matrix o, Matrix y, int i, int j) {
        double delta = term.huberDelta();
        double value = at(o, i, j);
        return switch (term.loss()) {
            case MSE -> Math.pow(value - at(y, i, j), 2);
            case L1 -> Math.abs(value - at(y, i, j));
            case HUBER -> {
                double error = Math.abs(value - at(y, i, j));
                yield error <= delta ? error * error / 2 : delta * (error - delta / 2);
            }
            case BINARY_CROSS_ENTROPY -> softplus(value) - at(y, i, j) * value;
            case CROSS_ENTROPY -> j == label(o, y, i) ? logSumExp(o, i) - value : 0;
        };
    }

    private static double derivative(LossTerm term, Matrix o, Matrix y, int i, int j) {
        double value = at(o, i, j);
        return switch (term.loss()) {
            case MSE -> 2 * (value - at(y, i, j));
            case L1 -> Math.signum(value - at(y, i, j));
            case HUBER -> Math.max(-term.huberDelta(), Math.min(term.huberDelta(), value - at(y, i, j)));
            case BINARY_CROSS_ENTROPY -> 1 / (1 + Math.exp(-value)) - at(y, i, j);
            case CROSS_ENTROPY -> softmax(o, i, j) - (j == label(o, y, i) ? 1 : 0);
        };
    }

    private static int label(Matrix o, Matrix y, int i) {
        double label = at(y, i, 0);
        if (label != Math.rint(label) || label < 0 || label >= o.columns()) {
            throw new IllegalArgumentException("class index " + label + " for a head of " + o.columns() + " classes");
        }
        return (int) label;
    }

    private static double softmax(Matrix o, int i, int j) {
        return Math.exp(at(o, i, j) - logSumExp(o, i));
    }

    private static double softplus(double value) {
        return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
    }

    private static double logSumExp(Matrix o, int i) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < o.columns(); c++) {
            largest = Math.max(largest, at(o, i, c));
        }
        double total = 0;
        for (int c = 0; c < o.columns(); c++) {
            total += Math.exp(at(o, i, c) - largest);
        }
        return largest + Math.log(total);
    }
}
