package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Means of cosine matrices over the whole of a run and over parts of it of about equal length. Not thread-safe. */
final class CosineFrames {
    private static final int MOST = 8;

    private final List<Mean> means = new ArrayList<>();
    private int width = 1;

    /** Adds the matrix of a step; an entry that is not finite does not count. */
    void add(long step, JsonNode matrix) {
        if (means.isEmpty() || means.get(means.size() - 1).steps >= width) {
            if (means.size() == 2 * MOST) {
                halve();
            }
            means.add(new Mean(matrix.size(), step));
        }
        means.get(means.size() - 1).add(step, matrix);
    }

    private void halve() {
        List<Mean> half = new ArrayList<>();
        for (int i = 0; i < means.size(); i += 2) {
            Mean whole = means.get(i);
            whole.add(means.get(i + 1));
            half.add(whole);
        }
        means.clear();
        means.addAll(half);
        width *= 2;
    }

    /** The mean over all steps first, then those over the parts, by names such as "steps 1 to 51". */
    Map<String, double[][]> frames() {
        Map<String, double[][]> frames = new LinkedHashMap<>();
        if (means.isEmpty()) {
            return frames;
        }
        Mean all = new Mean(means.get(0).sums.length, means.get(0).first);
        means.forEach(all::add);
        frames.put("all analysed steps", all.values());
        if (means.size() > 1) {
            means.forEach(mean -> frames.put(
                    mean.first == mean.last ? "step " + mean.first : "steps " + mean.first + " to " + mean.last,
                    mean.values()));
        }
        return frames;
    }

    /** The mean of some matrices, entry by entry. */
    private static final class Mean {
        private final double[][] sums;
        private final int[][] counts;
        private final long first;
        private long last;
        private int steps;

        Mean(int size, long first) {
            sums = new double[size][size];
            counts = new int[size][size];
            this.first = first;
        }

        void add(long step, JsonNode matrix) {
            last = step;
            steps++;
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums.length; j++) {
                    double value = LogLine.number(matrix.path(i).path(j));
                    if (Double.isFinite(value)) {
                        sums[i][j] += value;
                        counts[i][j]++;
                    }
                }
            }
        }

        void add(Mean other) {
            last = other.last;
            steps += other.steps;
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums.length; j++) {
                    sums[i][j] += other.sums[i][j];
                    counts[i][j] += other.counts[i][j];
                }
            }
        }

        double[][] values() {
            double[][] values = new double[sums.length][sums.length];
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums.length; j++) {
                    values[i][j] = sums[i][j] / counts[i][j];
                }
            }
            return values;
        }
    }
}
