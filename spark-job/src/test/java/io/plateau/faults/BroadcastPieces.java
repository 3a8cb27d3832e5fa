package io.plateau.faults;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BroadcastBlockId;
import scala.collection.JavaConverters;

/** Stops the arrival of a broadcast in its midst. */
final class BroadcastPieces {

    private BroadcastPieces() {}

    /**
     * Lets the task go on, and once enough pieces of a broadcast newer than those there have arrived, lets no further one be stored
     * while {@code held} runs.
     *
     * @param held told how many pieces there are
     */
    static void holdAt(int pieces, IntConsumer held) {
        long newest =
                blocks().stream().mapToLong(BroadcastBlockId::broadcastId).max().orElse(-1);
        Thread watch = new Thread(
                () -> {
                    while (most(newest) < pieces) {
                        Thread.onSpinWait();
                    }
                    // Whoever stores a block asks it for room first.
                    synchronized (SparkEnv.get().memoryManager()) {
                        held.accept(most(newest));
                    }
                },
                "broadcast pieces");
        watch.setDaemon(true);
        watch.start();
    }

    /** Pieces of the broadcast that has most, of those newer than {@code newest}. */
    private static int most(long newest) {
        return blocks().stream()
                .filter(block -> block.broadcastId() > newest && block.field().startsWith("piece"))
                .collect(Collectors.groupingBy(BroadcastBlockId::broadcastId, Collectors.counting()))
                .values()
                .stream()
                .mapToInt(Long::intValue)
                .max()
                .orElse(0);
    }

    private static List<BroadcastBlockId> blocks() {
        scala.Function1<BlockId, Object> broadcasts = block -> block instanceof BroadcastBlockId;
        return JavaConverters.seqAsJavaList(SparkEnv.get().blockManager().getMatchingBlockIds(broadcasts)).stream()
                .map(BroadcastBlockId.class::cast)
                .toList();
    }
}
