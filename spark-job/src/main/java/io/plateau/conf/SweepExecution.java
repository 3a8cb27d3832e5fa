package io.plateau.conf;

import java.util.Optional;

/**
 * How the trials of a sweep are run. None of it changes a bit of a trial.
 *
 * @param placement what computes a trial
 * @param parallel trials that run at once, at most; 0: one with {@link Placement#CLUSTER}, as many as there is room for with {@link
 *     Placement#EXECUTOR}
 * @param halving when trials are given up early; empty: never
 */
public record SweepExecution(Placement placement, int parallel, Optional<SweepHalving> halving) {

    /** More threads of the driver than this would only wait. */
    private static final int MOST = 1000;

    /** The known placements. */
    public enum Placement {
        /** Every trial uses the cluster that its configuration names. */
        CLUSTER,
        /** Every trial is one task of Spark, which trains it in a plain loop. */
        EXECUTOR
    }

    /**
     * Threads that see to the trials.
     *
     * @param trials number of trials, at least 1
     */
    public int threads(int trials) {
        int most = placement == Placement.CLUSTER ? 1 : MOST;
        return Math.min(parallel > 0 ? parallel : most, trials);
    }

    static SweepExecution from(Section sweep) {
        return new SweepExecution(
                sweep.choice("placement", Placement.class),
                sweep.whole("parallel", 0, MOST),
                SweepHalving.from(sweep.section("halving")));
    }
}
