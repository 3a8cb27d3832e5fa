package io.plateau.model.kernel;

/** Passes over rows of floats, as long as parameter vectors. */
final class FloatRows {
    private final Stage first = new Stage();
    private final Stage second = new Stage();

    double squaredNorm(Matrix rows, int row) {
        double sum = 0;
        for (int at = 0; at < rows.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, rows.columns() - at);
            sum += sumOfSquares(first.load(rows, row, at, length), length);
        }
        return sum;
    }

    double squaredNorm(Matrix rows, int row, Matrix scale) {
        double sum = 0;
        for (int at = 0; at < rows.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, rows.columns() - at);
            float[] v = first.load(rows, row, at, length);
            sum += sumOfSquares(v, second.load(scale, broadcast(scale, row), at, length), length);
        }
        return sum;
    }

    void perturb(Matrix origin, float factor, Matrix directions, Matrix out, int row) {
        for (int at = 0; at < out.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, out.columns() - at);
            float[] o = first.load(origin, broadcast(origin, row), at, length);
            // 0 * infinity must not reach parameters that are to stay where they are.
            if (factor != 0) {
                addScaled(o, factor, second.load(directions, row, at, length), length);
            }
            first.store(out, row, at, length);
        }
    }

    void perturbAdaptive(Matrix origin, float factor, Matrix directions, Matrix out, int row) {
        for (int at = 0; at < out.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, out.columns() - at);
            float[] o = first.load(origin, broadcast(origin, row), at, length);
            if (factor != 0) {
                addScaledBySquare(o, factor, second.load(directions, row, at, length), length);
            }
            first.store(out, row, at, length);
        }
    }

    /** {@code target += factor * source} for one row. */
    void addScaled(float factor, Matrix source, Matrix target, int row) {
        for (int at = 0; at < target.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, target.columns() - at);
            addScaled(first.load(target, row, at, length), factor, second.load(source, row, at, length), length);
            first.store(target, row, at, length);
        }
    }

    /** {@code out = beta * out + sum_i weights[i] * rows_i}, the rows in their order. */
    void weightedSum(double[] weights, Matrix rows, float beta, Matrix out) {
        for (int at = 0; at < out.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, out.columns() - at);
            float[] sum;
            if (beta == 0) {
                sum = first.zeros(length);
            } else {
                sum = first.load(out, 0, at, length);
                scale(sum, beta, length);
            }
            for (int row = 0; row < weights.length; row++) {
                addScaled(sum, (float) weights[row], second.load(rows, row, at, length), length);
            }
            first.store(out, 0, at, length);
        }
    }

    void copy(Matrix from, Matrix to, int row) {
        for (int at = 0; at < to.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, to.columns() - at);
            first.load(from, broadcast(from, row), at, length);
            first.store(to, row, at, length);
        }
    }

    void fill(Matrix target, float value, int row) {
        for (int at = 0; at < target.columns(); at += Stage.LENGTH) {
            int length = Math.min(Stage.LENGTH, target.columns() - at);
            java.util.Arrays.fill(first.atLeast(length), 0, length, value);
            first.store(target, row, at, length);
        }
    }

    private static int broadcast(Matrix m, int row) {
        return m.rows() == 1 ? 0 : row;
    }

    private static void addScaled(float[] a, float factor, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] += factor * b[i];
        }
    }

    private static void scale(float[] a, float factor, int n) {
        for (int i = 0; i < n; i++) {
            a[i] *= factor;
        }
    }

    private static void addScaledBySquare(float[] a, float factor, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] += factor * (a[i] * a[i] * b[i]);
        }
    }

    // Four sums keep four additions in flight; their order is part of the result.
    private static double sumOfSquares(float[] v, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = n - n % 4;
        for (int i = 0; i < whole; i += 4) {
            double a = v[i];
            double b = v[i + 1];
            double c = v[i + 2];
            double d = v[i + 3];
            s0 += a * a;
            s1 += b * b;
            s2 += c * c;
            s3 += d * d;
        }
        for (int i = whole; i < n; i++) {
            s0 += (double) v[i] * v[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    private static double sumOfSquares(float[] v, float[] t, int n) {
        double s0 = 0;
        double s1 = 0;
        int whole = n - n % 2;
        for (int i = 0; i < whole; i += 2) {
            double a = (double) v[i] * t[i];
            double b = (double) v[i + 1] * t[i + 1];
            s0 += a * a;
            s1 += b * b;
        }
        if (whole < n) {
            double a = (double) v[whole] * t[whole];
            s0 += a * a;
        }
        return s0 + s1;
    }
}
