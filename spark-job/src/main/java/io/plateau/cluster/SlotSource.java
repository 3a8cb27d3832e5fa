package io.plateau.cluster;

import io.plateau.model.ModelSpec;
import java.io.Serializable;
import java.util.function.Function;

/** The slots of one run in whatever process this finds itself: it travels to the executors, the slots do not. */
final class SlotSource implements Serializable {
    private static final long serialVersionUID = 1;

    private final String run;
    private final ModelSpec model;
    private final KernelsFactory kernels;

    SlotSource(String run, ModelSpec model, KernelsFactory kernels) {
        this.run = run;
        this.model = model;
        this.kernels = kernels;
    }

    /** Runs {@code work} on a slot that nobody else uses meanwhile. */
    <R> R use(Function<Slot, R> work) {
        return SlotPool.use(run, model, kernels, work);
    }
}
