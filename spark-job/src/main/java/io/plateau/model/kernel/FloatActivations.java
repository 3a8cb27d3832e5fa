package io.plateau.model.kernel;

/** Bias and activation in one pass over the values, the derivative in one pass back. */
final class FloatActivations {
    private final Stage values = new Stage();
    private final Stage slopes = new Stage();
    private final Stage biases = new Stage();
    private final Stage tails = new Stage();
    private final Stage row = new Stage();

    void forward(Activation f, Matrix bias, Matrix z, Matrix slope) {
        int columns = z.columns();
        int rows = rowsAtOnce(z);
        float[] b = row.load(bias, 0, 1);
        float[] tiled = tile(b, columns, rows);
        for (int from = 0; from < z.rows(); from += rows) {
            int taken = Math.min(rows, z.rows() - from);
            int length = taken * columns;
            float[] v = values.load(z, from, taken);
            if (f == Activation.GELU) {
                FloatFunctions.add(v, tiled, length);
                FloatFunctions.gelu(v, slopes.atLeast(length), tails.atLeast(length), length);
                slopes.store(slope, from, taken);
            } else {
                apply(f, v, tiled, length);
            }
            values.store(z, from, taken);
        }
    }

    void backward(Activation f, Matrix slope, Matrix cotangent) {
        if (f == Activation.IDENTITY) {
            return;
        }
        int rows = rowsAtOnce(cotangent);
        for (int from = 0; from < cotangent.rows(); from += rows) {
            int taken = Math.min(rows, cotangent.rows() - from);
            float[] d = values.load(cotangent, from, taken);
            applySlope(f, d, slopes.load(slope, from, taken), taken * cotangent.columns());
            values.store(cotangent, from, taken);
        }
    }

    private static void apply(Activation f, float[] v, float[] bias, int length) {
        switch (f) {
            case IDENTITY -> FloatFunctions.add(v, bias, length);
            case RELU -> FloatFunctions.relu(v, bias, length);
            case TANH -> FloatFunctions.tanh(v, bias, length);
            case SIGMOID -> FloatFunctions.sigmoid(v, bias, length);
            default -> throw new IllegalArgumentException("unknown activation " + f);
        }
    }

    private static void applySlope(Activation f, float[] d, float[] slope, int length) {
        switch (f) {
            case RELU -> FloatFunctions.reluBackward(d, slope, length);
            case TANH -> FloatFunctions.tanhBackward(d, slope, length);
            case SIGMOID -> FloatFunctions.sigmoidBackward(d, slope, length);
            case GELU -> FloatFunctions.multiply(d, slope, length);
            default -> throw new IllegalArgumentException("unknown activation " + f);
        }
    }

    private float[] tile(float[] bias, int columns, int rows) {
        float[] tiled = biases.atLeast(rows * columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(bias, 0, tiled, i * columns, columns);
        }
        return tiled;
    }

    private static int rowsAtOnce(Matrix m) {
        return Math.max(1, Math.min(m.rows(), Stage.LENGTH / Math.max(1, m.columns())));
    }
}
