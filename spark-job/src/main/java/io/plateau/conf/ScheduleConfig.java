package io.plateau.conf;

/**
 * Section {@code schedule}: the learning rate over the epochs.
 *
 * @param type the shape
 * @param stepEpochs epochs between two drops of {@link Type#STEP}
 * @param factor multiplier of a drop, in (0, 1)
 * @param patience epochs without a better score before a drop of {@link Type#PLATEAU}
 * @param minimum smallest learning rate of {@link Type#COSINE} and {@link Type#PLATEAU}
 */
public record ScheduleConfig(Type type, int stepEpochs, double factor, int patience, double minimum) {

    /** The known shapes. */
    public enum Type {
        /** The learning rate of the optimizer throughout. */
        CONSTANT,
        /** Multiplied by a factor every few epochs. */
        STEP,
        /** Half a cosine from the learning rate to the minimum. */
        COSINE,
        /** Multiplied by a factor when the validation score no longer improves. */
        PLATEAU
    }

    static ScheduleConfig from(Section schedule) {
        return new ScheduleConfig(
                schedule.choice("type", Type.class),
                schedule.whole("step-epochs", 1, 1_000_000),
                schedule.number("factor", Range.of(0, false, 1, false)),
                schedule.whole("patience", 0, 1_000_000),
                schedule.number("minimum", Range.NON_NEGATIVE));
    }
}
