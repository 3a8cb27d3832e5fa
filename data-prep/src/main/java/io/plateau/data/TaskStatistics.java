package io.plateau.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Statistics of the columns of one task over its labelled rows: those in which no column is missing. */
final class TaskStatistics implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Moments[] moments;

    TaskStatistics(int width) {
        moments = IntStream.range(0, width).mapToObj(i -> new Moments()).toArray(Moments[]::new);
    }

    int width() {
        return moments.length;
    }

    void add(float[] values, int offset) {
        for (int c = 0; c < moments.length; c++) {
            if (Float.isNaN(values[offset + c])) {
                return;
            }
        }
        for (int c = 0; c < moments.length; c++) {
            moments[c].add(values[offset + c]);
        }
    }

    /** A target that never varies cannot be learnt, nor its error be put in proportion. */
    void requireVariation(String where, List<String> columns) {
        for (int c = 0; c < moments.length; c++) {
            String column = where + ", column '" + columns.get(c) + "': ";
            if (moments[c].count() == 0) {
                throw new DataProblem(column
                        + "no row of the training split has a label. Drop the target, or change the" + " split.");
            }
            if (moments[c].std() == 0) {
                throw new DataProblem(column + "the target is constant over the " + moments[c].count()
                        + " labelled rows of the training split. Drop the target, or change the split.");
            }
        }
    }

    List<Double> means() {
        return Arrays.stream(moments).map(Moments::mean).toList();
    }

    /** Divisor n - 1. */
    List<Double> sampleStds() {
        return Arrays.stream(moments).map(Moments::sampleStd).toList();
    }

    List<Double> stds() {
        return Arrays.stream(moments).map(Moments::std).toList();
    }
}
