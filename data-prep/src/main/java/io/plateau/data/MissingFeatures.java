package io.plateau.data;

import java.util.Locale;

/**
 * What a missing cell of a numeric feature means. A missing cell of a categorical feature is a category of its own and a missing
 * target masks its task, whatever this setting says.
 */
public enum MissingFeatures {
    /** The cell is a {@link DataProblem}. */
    FAIL,
    /** The cell takes the mean of the column over the training split. */
    MEAN;

    /**
     * The name used in configurations and messages: {@code fail}, {@code mean}.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
