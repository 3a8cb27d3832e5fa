package io.plateau.report;

import java.util.Arrays;

/**
 * A curve of any length in constant memory. Neighbouring samples share a bucket, which keeps the lowest and the highest of them with their
 * places and their mean; when all buckets are in use, neighbours are merged. So every extreme that a bucket's width can tell from its
 * neighbours is there at its own step, and no spike is ever averaged away. Values that are not finite are left out. Not
 * thread-safe.
 */
final class DecimatedCurve {
    private final int limit;
    private final Bucket[] buckets;
    private int used;
    private long width = 1;
    private long inLast;
    private double firstY;
    private double lastX = Double.NaN;
    private double lastY = Double.NaN;

    /**
     * An empty curve.
     *
     * @param buckets the most buckets that it ends up with, at least 1
     */
    DecimatedCurve(int buckets) {
        limit = buckets;
        this.buckets = new Bucket[2 * buckets];
    }

    /** Adds a sample; {@code x} never decreases. */
    void add(double x, double y) {
        if (!Double.isFinite(y)) {
            return;
        }
        firstY = used == 0 ? y : firstY;
        lastX = x;
        lastY = y;
        Bucket one = new Bucket(x, y, x, y, y, 1, x, x);
        if (used > 0 && inLast < width) {
            buckets[used - 1] = buckets[used - 1].with(one);
            inLast++;
            return;
        }
        if (used == buckets.length) {
            halve();
        }
        buckets[used++] = one;
        inLast = 1;
    }

    private void halve() {
        for (int i = 0; i < used / 2; i++) {
            buckets[i] = buckets[2 * i].with(buckets[2 * i + 1]);
        }
        Arrays.fill(buckets, used / 2, used, null);
        used /= 2;
        width *= 2;
    }

    /** The curve so far, in at most twice as many points as it may have buckets, and the first and the last sample. */
    Curve curve(String name, int run) {
        Bucket[] kept = merged();
        double[] x = new double[2 * kept.length + 2];
        double[] y = new double[x.length];
        double[] meanX = new double[kept.length];
        double[] meanY = new double[kept.length];
        int points = used == 0 ? 0 : point(x, y, 0, kept[0].from(), firstY);
        boolean single = true;
        for (int i = 0; i < kept.length; i++) {
            Bucket bucket = kept[i];
            boolean lowFirst = bucket.lowX <= bucket.highX;
            points = point(x, y, points, lowFirst ? bucket.lowX : bucket.highX, lowFirst ? bucket.low : bucket.high);
            points = point(x, y, points, lowFirst ? bucket.highX : bucket.lowX, lowFirst ? bucket.high : bucket.low);
            meanX[i] = (bucket.from + bucket.to) / 2;
            meanY[i] = bucket.sum / bucket.count;
            single &= bucket.count == 1;
        }
        if (used > 0) {
            points = point(x, y, points, lastX, lastY);
        }
        return new Curve(
                name,
                run,
                Arrays.copyOf(x, points),
                Arrays.copyOf(y, points),
                single ? new double[0] : meanX,
                single ? new double[0] : meanY);
    }

    private static int point(double[] x, double[] y, int points, double atX, double atY) {
        if (points > 0 && x[points - 1] == atX) {
            return points;
        }
        x[points] = atX;
        y[points] = atY;
        return points + 1;
    }

    private Bucket[] merged() {
        if (used <= limit) {
            return Arrays.copyOf(buckets, used);
        }
        Bucket[] half = new Bucket[(used + 1) / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = 2 * i + 1 < used ? buckets[2 * i].with(buckets[2 * i + 1]) : buckets[2 * i];
        }
        return half;
    }

    private record Bucket(
            double lowX, double low, double highX, double high, double sum, long count, double from, double to) {
        Bucket with(Bucket next) {
            boolean lower = next.low < low;
            boolean higher = next.high > high;
            return new Bucket(
                    lower ? next.lowX : lowX,
                    lower ? next.low : low,
                    higher ? next.highX : highX,
                    higher ? next.high : high,
                    sum + next.sum,
                    count + next.count,
                    from,
                    next.to);
        }
    }
}
