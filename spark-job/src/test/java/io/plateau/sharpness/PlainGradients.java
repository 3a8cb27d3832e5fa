package io.plateau.sharpness;

import io.plateau.cluster.NonFinite;
import io.plateau.cluster.RowEdit;
import io.plateau.cluster.ShardGradients;
import io.plateau.math.linalg.Gram;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Rows of a step as plain arrays, which a test can look at. */
final class PlainGradients implements ShardGradients {
    final float[][] loss;
    final float[][] flat;
    final float[] lossHeads;
    final float[] heads;
    boolean[] present;

    PlainGradients(float[][] loss, float[][] flat, float[] lossHeads, float[] heads) {
        this.loss = loss;
        this.flat = flat;
        this.lossHeads = lossHeads;
        this.heads = heads;
        present = new boolean[loss.length];
        Arrays.fill(present, true);
    }

    /** A slice of every two coordinates. */
    @Override
    public void edit(RowEdit edit) {
        for (int from = 0; from < loss[0].length; from += 2) {
            int to = Math.min(from + 2, loss[0].length);
            float[][] lossSlice = slice(loss, from, to);
            float[][] flatSlice = slice(flat, from, to);
            edit.rows(lossSlice, flatSlice, from);
            for (int task = 0; task < loss.length; task++) {
                System.arraycopy(lossSlice[task], 0, loss[task], from, to - from);
                System.arraycopy(flatSlice[task], 0, flat[task], from, to - from);
            }
        }
        edit.heads(lossHeads, heads);
    }

    private static float[][] slice(float[][] rows, int from, int to) {
        return Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, from, to)).toArray(float[][]::new);
    }

    @Override
    public Gram gram() {
        return gram(loss);
    }

    @Override
    public Optional<Gram> flatGram() {
        return Optional.of(gram(flat));
    }

    private static Gram gram(float[][] rows) {
        double[][] wide = new double[rows.length][rows[0].length];
        for (int task = 0; task < wide.length; task++) {
            for (int i = 0; i < wide[task].length; i++) {
                wide[task][i] = rows[task][i];
            }
        }
        return Gram.ofRows(wide);
    }

    @Override
    public double[] lossDotFlat() {
        double[] dots = new double[loss.length];
        for (int task = 0; task < dots.length; task++) {
            for (int i = 0; i < loss[task].length; i++) {
                dots[task] += (double) loss[task][i] * flat[task][i];
            }
        }
        return dots;
    }

    @Override
    public long[] labels() {
        long[] labels = new long[present.length];
        Arrays.setAll(labels, task -> present[task] ? 1 : 0);
        return labels;
    }

    @Override
    public boolean[] present() {
        return present;
    }

    @Override
    public float[] heads() {
        return heads;
    }

    @Override
    public float[] lossHeads() {
        return lossHeads;
    }

    @Override
    public double[] losses() {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] perturbedLosses() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<NonFinite> firstNonFinite() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void merge() {
        throw new UnsupportedOperationException();
    }

    @Override
    public float[] directions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public float[] combine(double[] lossWeights, double[] flatWeights) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Double> seconds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
