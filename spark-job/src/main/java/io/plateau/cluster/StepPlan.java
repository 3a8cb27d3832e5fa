package io.plateau.cluster;

import io.plateau.model.StepRequest;
import java.io.Serializable;

/**
 * What every shard needs to know to compute its part of one step: which batch of which epoch, and what of it.
 *
 * <p>A plain class because it crosses Spark's wire.
 */
public final class StepPlan implements Serializable {
    private static final long serialVersionUID = 1;

    private final long step;
    private final long seed;
    private final int epoch;
    private final int batch;
    private final EpochDivision division;
    private final StepRequest request;

    /**
     * Step {@code step} of a run (counted from 0), which is batch {@code batch} of epoch {@code epoch}.
     */
    public StepPlan(long step, long seed, int epoch, int batch, EpochDivision division, StepRequest request) {
        this.step = step;
        this.seed = seed;
        this.epoch = epoch;
        this.batch = batch;
        this.division = division;
        this.request = request;
    }

    /** What people call the step, who count from 1 as the logs do: {@code step 1}. */
    public String name() {
        return "step " + (step + 1);
    }

    /** The step's number, from 0. */
    public long step() {
        return step;
    }

    /** The seed that orders the rows. */
    public long seed() {
        return seed;
    }

    /** The epoch, from 0. */
    public int epoch() {
        return epoch;
    }

    /** The batch within the epoch, from 0. */
    public int batch() {
        return batch;
    }

    /** How the epoch is divided. */
    public EpochDivision division() {
        return division;
    }

    /** Which gradients to compute. */
    public StepRequest request() {
        return request;
    }
}
