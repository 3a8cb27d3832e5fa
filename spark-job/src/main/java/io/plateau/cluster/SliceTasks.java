package io.plateau.cluster;

import java.util.Arrays;

/** What is asked of the owners of the slices. */
final class SliceTasks {

    private SliceTasks() {}

    /** Sums, and tells what the driver has to know. */
    static final class Tell extends JobTask<SummedSlice, SliceFacts> {
        private static final long serialVersionUID = 1;

        Tell(String run) {
            super(run);
        }

        @Override
        SliceFacts on(SummedSlice slice) {
            return slice.facts();
        }
    }

    /** The weighted sum of the rows. */
    static final class Combine extends JobTask<SummedSlice, WireFloats> {
        private static final long serialVersionUID = 1;

        private final SlotSource slots;
        private final double[] lossWeights;
        private final double[] flatWeights;

        Combine(String run, SlotSource slots, double[] lossWeights, double[] flatWeights) {
            super(run);
            this.slots = slots;
            this.lossWeights = lossWeights;
            this.flatWeights = flatWeights;
        }

        @Override
        WireFloats on(SummedSlice summed) {
            return slots.use(slot -> {
                try (SummedSlice.Opened opened = summed.open(slot.kernels(), slot.rows())) {
                    return new WireFloats(opened.slice().combined(lossWeights, flatWeights));
                }
            });
        }
    }

    /** The parts of {@code g_k . f_k}, grain by grain and one after another. */
    static final class Dots extends JobTask<SummedSlice, double[]> {
        private static final long serialVersionUID = 1;

        private final SlotSource slots;

        Dots(String run, SlotSource slots) {
            super(run);
            this.slots = slots;
        }

        @Override
        double[] on(SummedSlice summed) {
            return slots.use(slot -> {
                try (SummedSlice.Opened opened = summed.open(slot.kernels(), slot.rows())) {
                    return opened.slice().lossDotFlat().stream()
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
                }
            });
        }
    }
}
