package io.plateau.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The finest division of rows by coordinates: numbers that are sums over all coordinates are added up grain by grain, in their order.
 * Grains depend on the length of the rows alone and every part of rows has whole ones, so such sums are the same bits whoever owns which
 * part.
 */
final class Grains {
    /** As many owners can share rows; a K x K matrix of each grain goes to the driver. */
    private static final int MOST = 1 << 10;

    /** Grains are multiples of it: nothing that works on vectors of floats ends differently within a row. */
    private static final int UNIT = 1 << 10;

    private Grains() {}

    /** Coordinates of a grain; the last has what is left. */
    static int width(int columns) {
        long whole = (long) MOST * UNIT;
        return (int) Math.max(1, (columns + whole - 1) / whole) * UNIT;
    }

    /** Number of grains, at least 1. */
    static int count(int columns) {
        int width = width(columns);
        return (int) Math.max(1, ((long) columns + width - 1) / width);
    }

    /** What all grains give, added in their order. */
    static double[] sum(List<double[]> parts) {
        double[] sum = parts.get(0).clone();
        for (double[] other : parts.subList(1, parts.size())) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other[i];
            }
        }
        return sum;
    }

    /**
     * Divides rows into parts of whole grains.
     *
     * @param parts how many; fewer where there are fewer grains
     * @return the first coordinate of every part, then the number of columns
     */
    static int[] bounds(int columns, int parts) {
        int count = count(columns);
        int actual = Math.max(1, Math.min(parts, count));
        return IntStream.rangeClosed(0, actual)
                .map(part -> (int) Math.min(columns, (long) part * count / actual * width(columns)))
                .toArray();
    }
}
