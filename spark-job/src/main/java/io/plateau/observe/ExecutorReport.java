package io.plateau.observe;

import java.io.Serializable;

/**
 * What an executor has computed since it started. Crosses the wire.
 *
 * <p>A class and not a record, like all that crosses Spark's wire.
 */
final class ExecutorReport implements Serializable {
    private static final long serialVersionUID = 1;

    private final String executor;
    private final ShardMeter.Totals totals;

    ExecutorReport(String executor, ShardMeter.Totals totals) {
        this.executor = executor;
        this.totals = totals;
    }

    String executor() {
        return executor;
    }

    ShardMeter.Totals totals() {
        return totals;
    }
}
