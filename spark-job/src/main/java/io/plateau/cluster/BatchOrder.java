package io.plateau.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The rows of one shard in the order in which one epoch visits them, and their division into mini-batches.
 *
 * <p>The order is a Fisher-Yates shuffle seeded by (seed, epoch, shard). Batch b of T takes the positions
 * {@code floor(b n / T)} to {@code floor((b + 1) n / T)}: every row is visited exactly once per epoch and the batches of a
 * shard differ by at most one row.
 */
final class BatchOrder {
    private final long seed;
    private final long epoch;
    private final int[] order;

    private BatchOrder(long seed, long epoch, int[] order) {
        this.seed = seed;
        this.epoch = epoch;
        this.order = order;
    }

    static BatchOrder of(int rows, long seed, long epoch, int shard) {
        int[] order = new int[rows];
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, epoch, shard));
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return new BatchOrder(seed, epoch, order);
    }

    boolean isFor(int rows, long seed, long epoch) {
        return this.seed == seed && this.epoch == epoch && order.length == rows;
    }

    int[] rows(int batch, int batches) {
        long n = order.length;
        return Arrays.copyOfRange(order, (int) (batch * n / batches), (int) ((batch + 1) * n / batches));
    }
}
