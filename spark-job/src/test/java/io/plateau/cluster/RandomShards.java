package io.plateau.cluster;

import io.plateau.data.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Shards of made-up rows: uniform features, targets that depend on them non-linearly. */
public final class RandomShards {
    private RandomShards() {}

    /** {@code shards} shards of {@code rows} rows each; a fraction of the labels is missing. */
    public static List<Shard> of(int shards, int rows, int features, int tasks, double missing, long seed) {
        List<Shard> list = new ArrayList<>();
        for (int index = 0; index < shards; index++) {
            SplittableRandom random = new SplittableRandom(seed + index);
            float[] x = new float[rows * features];
            float[] y = new float[rows * tasks];
            long[] ids = new long[rows];
            for (int row = 0; row < rows; row++) {
                ids[row] = (long) row * shards + index;
                double sum = 0;
                for (int i = 0; i < features; i++) {
                    x[row * features + i] = (float) random.nextDouble(-1, 1);
                    sum += x[row * features + i] * Math.cos(i);
                }
                for (int task = 0; task < tasks; task++) {
                    boolean hidden = random.nextDouble() < missing;
                    y[row * tasks + task] = hidden ? Float.NaN : (float) (Math.sin(sum + task) * (task + 1));
                }
            }
            list.add(new Shard(index, features, tasks, x, y, ids));
        }
        return list;
    }
}
