package io.plateau.cluster;

import java.io.Serializable;
import java.util.List;

/** What {@link ShardWork} brings to the driver: a plain class. */
public interface ShardReport extends Serializable {
    /** The passes of the shard over its parts of batches, and the bytes of this report. */
    StepCost cost();

    /** What work on all shards has cost: they work at once, so passes are their mean. */
    static StepCost total(List<? extends ShardReport> reports) {
        StepCost sum = StepCost.NONE;
        for (ShardReport report : reports) {
            sum = sum.plus(report.cost());
        }
        int shards = reports.size();
        return new StepCost(
                sum.forwardPasses() / shards,
                sum.backwardPasses() / shards,
                sum.bytesSent(),
                sum.bytesReceived(),
                sum.bytesExchanged());
    }
}
