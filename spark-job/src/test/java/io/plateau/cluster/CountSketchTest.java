package io.plateau.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.math.linalg.Gram;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Count sketches against what is known of them: linear, without bias, a standard error of {@code sqrt((1 + cos^2) / C)}. */
class CountSketchTest {
    private static final int ROWS = 4;
    private static final int LENGTH = 20_000;
    private static final int COLUMNS = 512;

    @Test
    void estimatesWithoutBiasAndKnowsItsError() {
        float[] rows = rows(1);
        double[] exact = exact(rows);
        int seeds = 200;
        double[] mean = new double[ROWS * ROWS];
        double squares = 0;
        double told = 0;
        double expected = 0;
        for (int seed = 0; seed < seeds; seed++) {
            CountSketch sketch = new CountSketch(COLUMNS, seed);
            CountSketch.Estimate estimate = sketch.gram(widened(sketch.of(rows, ROWS)), ROWS);
            told += estimate.error() * estimate.error() / seeds;
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j <= i; j++) {
                    double scale = Math.sqrt(exact[i * ROWS + i] * exact[j * ROWS + j]);
                    double error = (estimate.gram().at(i, j) - exact[i * ROWS + j]) / scale;
                    mean[i * ROWS + j] += error / seeds;
                    squares += error * error / (seeds * ROWS * (ROWS + 1) / 2.0);
                    double cosine = exact[i * ROWS + j] / scale;
                    expected += (1 + cosine * cosine) / COLUMNS / (seeds * ROWS * (ROWS + 1) / 2.0);
                }
            }
        }
        for (double bias : mean) {
            assertThat(bias).isCloseTo(0, within(5 * Math.sqrt(2.0 / COLUMNS / seeds)));
        }
        assertThat(Math.sqrt(squares)).isCloseTo(Math.sqrt(expected), within(0.1 * Math.sqrt(expected)));
        assertThat(Math.sqrt(told)).isCloseTo(Math.sqrt(squares), within(0.1 * Math.sqrt(squares)));
    }

    @Test
    void isLinear() {
        float[] a = rows(1);
        float[] b = rows(2);
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = 0.5f * a[i] + b[i];
        }
        CountSketch sketch = new CountSketch(COLUMNS, 7);
        float[] ofA = sketch.of(a, ROWS);
        float[] ofB = sketch.of(b, ROWS);
        float[] ofSum = sketch.of(sum, ROWS);
        for (int i = 0; i < ofSum.length; i++) {
            assertThat(ofSum[i]).isCloseTo(0.5f * ofA[i] + ofB[i], within(1e-3f));
        }
    }

    @Test
    void estimatesProductsOfTwoSetsOfRows() {
        float[] x = rows(1);
        CountSketch sketch = new CountSketch(1 << 14, 3);
        double[] sketched = widened(sketch.of(x, ROWS));
        double[] dots = sketch.dots(sketched, sketched, ROWS);
        Gram gram = sketch.gram(sketched, ROWS).gram();
        for (int k = 0; k < ROWS; k++) {
            assertThat(dots[k]).isCloseTo(gram.at(k, k), within(1e-9 * gram.at(k, k)));
        }
    }

    /** Rows that share a part, so that they are not orthogonal. */
    private static float[] rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] common = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            common[i] = (float) random.nextGaussian();
        }
        float[] rows = new float[ROWS * LENGTH];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (random.nextGaussian() * (1 + i / LENGTH)) + (i / LENGTH - 1) * common[i % LENGTH];
        }
        return rows;
    }

    private static double[] exact(float[] rows) {
        double[] gram = new double[ROWS * ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ROWS; j++) {
                for (int c = 0; c < LENGTH; c++) {
                    gram[i * ROWS + j] += (double) rows[i * LENGTH + c] * rows[j * LENGTH + c];
                }
            }
        }
        return gram;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
