package io.plateau.data;

import java.util.Objects;

/**
 * One component of the feature vector.
 *
 * @param name unique name: the source column, or {@code column=category} for an indicator
 * @param column source column
 * @param kind number or indicator of one category
 * @param category the category that the indicator stands for; null for a number
 * @param mean mean over the training split; the share of the category for an indicator
 * @param std population standard deviation over the training split (divisor n); 0 for a constant column
 */
public record FeatureSchema(String name, String column, Kind kind, String category, double mean, double std) {

    /** How a component comes about. */
    public enum Kind {
        /** A numeric source column. */
        NUMERIC,
        /** 1 where the source column holds the category, else 0. */
        CATEGORY
    }

    /** Checks that a category is there exactly when the kind asks for one. */
    public FeatureSchema {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(column, "column");
        if ((kind == Kind.CATEGORY) != (category != null)) {
            throw new IllegalArgumentException("feature '" + name + "': a category belongs to the kind CATEGORY");
        }
    }

    /**
     * {@code (value - mean) / std} for a number, the value itself for an indicator, 0 for a constant component.
     *
     * <p>Indicators stay 0 or 1: dividing by the deviation of a rare category would make its rows outliers, and a category that
     * was never seen could not be told apart by zeros.
     *
     * @param value value in original units; NaN gives NaN unless the component is constant
     * @return the value that the model sees
     */
    public float standardised(float value) {
        if (std == 0) {
            return 0f;
        }
        return kind == Kind.CATEGORY ? value : (float) ((value - mean) / std);
    }
}
