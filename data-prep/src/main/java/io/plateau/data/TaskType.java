package io.plateau.data;

import java.util.Locale;

/** What a task predicts, and with it how its target columns are encoded. */
public enum TaskType {
    /** Real numbers, one per target column; standardised when read unless told otherwise. */
    REGRESSION,
    /** One of two labels; the target is the index 0 or 1 of the label. */
    BINARY,
    /** One of several labels; the target is the index of the label. */
    MULTICLASS;

    /**
     * The name used in files and messages: {@code regression}, {@code binary}, {@code multiclass}.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
