package io.plateau.model.kernel;

/** Losses of heads and their derivatives; a few numbers per row, computed in double. */
final class FloatLosses {
    private final Stage outputs = new Stage();
    private final Stage targets = new Stage();
    private final Stage cotangents = new Stage();
    private double[] derivative = new double[16];

    /** The loss of one head; {@code cotangent} may be null. */
    double loss(LossTerm term, int head, Matrix output, Matrix target, Matrix cotangent) {
        int rows = output.rows();
        int m = output.columns();
        int width = target.columns();
        float[] o = outputs.load(output, 0, rows);
        float[] y = targets.load(target, 0, rows);
        int labelled = 0;
        for (int row = 0; row < rows; row++) {
            labelled += labelled(y, row * width, width) ? 1 : 0;
        }
        float[] d = cotangents.zeros(rows * m);
        if (derivative.length < m) {
            derivative = new double[m];
        }
        double sum = 0;
        double scale = labelled == 0 ? 0 : term.weight(head) / ((double) labelled * width);
        for (int row = 0; row < rows; row++) {
            if (labelled(y, row * width, width)) {
                sum += term.loss() == Loss.CROSS_ENTROPY
                        ? classes(o, row * m, m, y[row])
                        : columns(term, o, y, row * m, m);
                for (int j = 0; j < m; j++) {
                    d[row * m + j] = (float) (scale * derivative[j]);
                }
            }
        }
        if (cotangent != null) {
            cotangents.store(cotangent, 0, rows);
        }
        return labelled == 0 ? 0 : sum / ((double) labelled * width);
    }

    private static boolean labelled(float[] y, int at, int width) {
        for (int i = at; i < at + width; i++) {
            if (Float.isNaN(y[i])) {
                return false;
            }
        }
        return true;
    }

    private double columns(LossTerm term, float[] o, float[] y, int at, int m) {
        double sum = 0;
        for (int j = 0; j < m; j++) {
            double value = o[at + j];
            double error = value - y[at + j];
            switch (term.loss()) {
                case MSE -> {
                    sum += error * error;
                    derivative[j] = 2 * error;
                }
                case L1 -> {
                    sum += Math.abs(error);
                    derivative[j] = Math.signum(error);
                }
                case HUBER -> {
                    double delta = term.huberDelta();
                    boolean inside = Math.abs(error) <= delta;
                    sum += inside ? 0.5 * error * error : delta * (Math.abs(error) - 0.5 * delta);
                    derivative[j] = inside ? error : delta * Math.signum(error);
                }
                case BINARY_CROSS_ENTROPY -> {
                    // log(1 + exp(o)) without overflow.
                    double tail = Math.exp(-Math.abs(value));
                    sum += Math.max(value, 0) + Math.log1p(tail) - y[at + j] * value;
                    derivative[j] = (value >= 0 ? 1 / (1 + tail) : tail / (1 + tail)) - y[at + j];
                }
                default -> throw new IllegalArgumentException("unknown loss " + term.loss());
            }
        }
        return sum;
    }

    private double classes(float[] o, int at, int m, float label) {
        int index = (int) label;
        if (index != label || index < 0 || index >= m) {
            throw new IllegalArgumentException("class index " + label + " for a head of " + m + " classes");
        }
        double largest = o[at];
        for (int j = 1; j < m; j++) {
            largest = Math.max(largest, o[at + j]);
        }
        double total = 0;
        for (int j = 0; j < m; j++) {
            derivative[j] = Math.exp(o[at + j] - largest);
            total += derivative[j];
        }
        for (int j = 0; j < m; j++) {
            derivative[j] /= total;
        }
        derivative[index] -= 1;
        return Math.log(total) + largest - o[at + index];
    }
}
