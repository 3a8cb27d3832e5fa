package io.plateau.model;

import io.plateau.model.dl4j.Dl4jGraphs;
import io.plateau.model.kernel.Loss;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;

/** Steps of graphs of Deeplearning4j. */
final class Dl4jStepTest extends ImportedStepContract {

    @Override
    ImportedSpec imported(MlpSpec builtIn, float[] parameters) {
        return Dl4jGraphs.imported(builtIn, parameters);
    }

    /** Deeplearning4j has no Huber. */
    @Override
    HeadSpec[] heads() {
        return Arrays.stream(ModelCases.allHeads())
                .map(head -> head.loss() == Loss.HUBER ? HeadSpec.regression(head.task(), Loss.L1, 1) : head)
                .toArray(HeadSpec[]::new);
    }

    /** Deeplearning4j leaves some numbers per row to the garbage collector, which works beside this thread. */
    @Override
    long settled(long enough) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(enough == 0 ? 1 : 20);
        long bytes = Pointer.totalBytes();
        while (bytes >= enough && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            bytes = Pointer.totalBytes();
        }
        return bytes;
    }
}
