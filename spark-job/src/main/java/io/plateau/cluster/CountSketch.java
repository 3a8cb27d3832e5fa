package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import java.util.SplittableRandom;

/**
 * Count sketches of rows (Charikar, Chen, Farach-Colton 2002, doi 10.1007/3-540-45465-9_59): every coordinate is added with a random sign to a
 * random one of C columns. Products of sketches estimate those of the rows without bias, with the variance
 * {@code (|x|^2 |y|^2 + (x y)^2) / C} at most, and sketches of sums are sums of sketches.
 *
 * <p>Two independent halves of C/2 columns; the estimate is the mean of theirs, and their difference measures its error.
 */
final class CountSketch {
    /** Coordinates hashed at once. */
    private static final int BLOCK = 1 << 12;

    private static final int HALVES = 2;

    private final int half;
    private final long[] seeds = new long[HALVES];

    /**
     * A sketch.
     *
     * @param columns C, an even number
     * @param seed of the hash functions; equal seeds give sketches that may be added
     */
    CountSketch(int columns, long seed) {
        half = columns / HALVES;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < HALVES; i++) {
            seeds[i] = random.nextLong();
        }
    }

    /**
     * Sketches rows.
     *
     * @param rows n rows, one after another
     * @param n their number
     * @return n x C numbers
     */
    float[] of(float[] rows, int n) {
        int columns = n == 0 ? 0 : rows.length / n;
        double[] sketch = new double[n * half * HALVES];
        int[] places = new int[BLOCK];
        for (int at = 0; at < columns; at += BLOCK) {
            int length = Math.min(BLOCK, columns - at);
            for (int side = 0; side < HALVES; side++) {
                hash(seeds[side], at, length, places);
                for (int row = 0; row < n; row++) {
                    add(rows, row * columns + at, places, length, sketch, (row * HALVES + side) * half);
                }
            }
        }
        float[] narrow = new float[sketch.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) sketch[i];
        }
        return narrow;
    }

    /** A column and, in the lowest bit, a sign for every coordinate. */
    private void hash(long seed, int from, int length, int[] places) {
        for (int i = 0; i < length; i++) {
            long z = seed + (from + i + 1L) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            int column = (int) (((z >>> 33) * half) >>> 31);
            places[i] = column << 1 | (int) (z & 1);
        }
    }

    private static void add(float[] rows, int at, int[] places, int length, double[] sketch, int offset) {
        for (int i = 0; i < length; i++) {
            double value = rows[at + i];
            sketch[offset + (places[i] >>> 1)] += (places[i] & 1) == 0 ? value : -value;
        }
    }

    /**
     * Estimates the Gram matrix of sketched rows.
     *
     * @param sketch n x C numbers
     * @param n number of rows
     */
    Estimate gram(double[] sketch, int n) {
        double[][] sides = {products(sketch, sketch, n, 0), products(sketch, sketch, n, 1)};
        double[] mean = new double[n * n];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (sides[0][i] + sides[1][i]) / HALVES;
        }
        double squares = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double scale = Math.sqrt(mean[i * n + i] * mean[j * n + j]);
                if (scale > 0) {
                    double error = (sides[0][i * n + j] - sides[1][i * n + j]) / (2 * scale);
                    squares += error * error;
                    pairs++;
                }
            }
        }
        return new Estimate(Gram.of(n, mean), pairs == 0 ? 0 : Math.sqrt(squares / pairs));
    }

    /** Estimates {@code x_k . y_k} of sketched rows. */
    double[] dots(double[] x, double[] y, int n) {
        double[] dots = new double[n];
        for (int side = 0; side < HALVES; side++) {
            double[] products = products(x, y, n, side);
            for (int k = 0; k < n; k++) {
                dots[k] += products[k * n + k] / HALVES;
            }
        }
        return dots;
    }

    private double[] products(double[] x, double[] y, int n, int side) {
        double[] products = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                int a = (i * HALVES + side) * half;
                int b = (j * HALVES + side) * half;
                for (int c = 0; c < half; c++) {
                    sum += x[a + c] * y[b + c];
                }
                products[i * n + j] = sum;
            }
        }
        return products;
    }

    /**
     * An estimated Gram matrix.
     *
     * @param gram the estimate
     * @param error root mean square, over the pairs of rows, of the standard error over the product of their lengths
     */
    record Estimate(Gram gram, double error) {}
}
