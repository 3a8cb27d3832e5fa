package io.plateau.data;

import java.io.Serializable;
import java.util.Arrays;

/** The rows that one input partition contributes to one shard. Primitive arrays because it crosses Spark's wire. */
final class ShardBlock implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long[] places;
    private final long[] ids;
    private final float[] x;
    private final float[] y;

    private ShardBlock(long[] places, long[] ids, float[] x, float[] y) {
        this.places = places;
        this.ids = ids;
        this.x = x;
        this.y = y;
    }

    int rows() {
        return ids.length;
    }

    long place(int row) {
        return places[row];
    }

    long id(int row) {
        return ids[row];
    }

    void copyRow(int row, float[] toX, int atX, float[] toY, int atY) {
        int features = x.length / ids.length;
        int targets = y.length / ids.length;
        System.arraycopy(x, row * features, toX, atX, features);
        System.arraycopy(y, row * targets, toY, atY, targets);
    }

    /** Grows by doubling. */
    static final class Builder {
        private static final int FIRST = 64;

        private final int features;
        private final int targets;
        private int rows;
        private long[] places = new long[FIRST];
        private long[] ids = new long[FIRST];
        private float[] x;
        private float[] y;

        Builder(int features, int targets) {
            this.features = features;
            this.targets = targets;
            this.x = new float[FIRST * features];
            this.y = new float[FIRST * targets];
        }

        void add(long place, long id, float[] rowX, float[] rowY) {
            if (rows == ids.length) {
                int more = Math.multiplyExact(rows, 2);
                places = Arrays.copyOf(places, more);
                ids = Arrays.copyOf(ids, more);
                x = Arrays.copyOf(x, Math.multiplyExact(more, features));
                y = Arrays.copyOf(y, Math.multiplyExact(more, targets));
            }
            places[rows] = place;
            ids[rows] = id;
            System.arraycopy(rowX, 0, x, rows * features, features);
            System.arraycopy(rowY, 0, y, rows * targets, targets);
            rows++;
        }

        ShardBlock build() {
            return new ShardBlock(
                    Arrays.copyOf(places, rows),
                    Arrays.copyOf(ids, rows),
                    Arrays.copyOf(x, rows * features),
                    Arrays.copyOf(y, rows * targets));
        }
    }
}
