package io.plateau.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.Serializable;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Counts what this process has computed of shards, whatever tasks and runs. A count costs some 50 ns. Thread-safe. */
public final class ShardMeter {
    private static final ShardMeter HERE = new ShardMeter();

    private final LongAdder computations = new LongAdder();
    private final DoubleAdder seconds = new DoubleAdder();
    private final DoubleAdder forwardPasses = new DoubleAdder();
    private final DoubleAdder backwardPasses = new DoubleAdder();
    private final LongAdder nonFinite = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private ShardMeter() {}

    /** That of this process. */
    public static ShardMeter here() {
        return HERE;
    }

    /**
     * Notes the gradients of a shard.
     *
     * @param nanos wall time
     * @param forward passes through the shared part
     * @param backward the same
     * @param finite whether all its losses are finite
     */
    public void computed(long nanos, double forward, double backward, boolean finite) {
        computations.increment();
        seconds.add(nanos * 1e-9);
        forwardPasses.add(forward);
        backwardPasses.add(backward);
        if (!finite) {
            nonFinite.increment();
        }
    }

    /** Notes bytes of numbers that leave this process. */
    public void sent(long count) {
        bytes.add(count);
    }

    Totals totals() {
        return new Totals(
                computations.sum(),
                seconds.sum(),
                forwardPasses.sum(),
                backwardPasses.sum(),
                nonFinite.sum(),
                bytes.sum());
    }

    /** Shows the counts to the sinks that an executor of Spark has. */
    void register(MetricRegistry registry) {
        register(registry, "shard_computations", computations::doubleValue);
        register(registry, "shard_seconds", seconds::sum);
        register(registry, "shard_forward_passes", forwardPasses::sum);
        register(registry, "shard_backward_passes", backwardPasses::sum);
        register(registry, "shard_non_finite", nonFinite::doubleValue);
        register(registry, "shard_bytes_sent", bytes::doubleValue);
    }

    private static void register(MetricRegistry registry, String name, DoubleSupplier value) {
        registry.register(name, (Gauge<Double>) value::getAsDouble);
    }

    /** All counts at one moment. Crosses the wire. */
    static final class Totals implements Serializable {
        private static final long serialVersionUID = 1;

        /** Nothing. */
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

        final long computations;
        final double seconds;
        final double forwardPasses;
        final double backwardPasses;
        final long nonFinite;
        final long bytes;

        Totals(
                long computations,
                double seconds,
                double forwardPasses,
                double backwardPasses,
                long nonFinite,
                long bytes) {
            this.computations = computations;
            this.seconds = seconds;
            this.forwardPasses = forwardPasses;
            this.backwardPasses = backwardPasses;
            this.nonFinite = nonFinite;
            this.bytes = bytes;
        }
    }
}
