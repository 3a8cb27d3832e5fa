package io.plateau.data;

import java.util.Locale;

/** The part of a dataset to which a row belongs. Statistics and categories are learnt from {@link #TRAIN} only. */
public enum Split {
    /** Rows that the model is fitted to. */
    TRAIN,
    /** Rows that choose among checkpoints and settings. */
    VALIDATION,
    /** Rows that are looked at once, at the end. */
    TEST;

    /**
     * The name used in files and messages: {@code train}, {@code validation}, {@code test}.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
