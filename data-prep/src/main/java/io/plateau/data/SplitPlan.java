package io.plateau.data;

/**
 * How rows are divided among the splits. Immutable.
 *
 * @param train share of the rows for training, above 0
 * @param validation share for validation, may be 0
 * @param test share for testing, may be 0
 * @param seed seed of the division
 * @param groupColumn column whose equal values stay on one side, or null to divide single rows
 */
public record SplitPlan(double train, double validation, double test, long seed, String groupColumn) {

    private static final double SLACK = 1e-9;

    /** Checks that the shares make up one whole. */
    public SplitPlan {
        if (!(train > 0) || !(validation >= 0) || !(test >= 0) || Math.abs(train + validation + test - 1) > SLACK) {
            throw new IllegalArgumentException("split fractions train = " + train + ", validation = " + validation
                    + ", test = " + test + " must not be negative, must sum to 1, and train must be above 0");
        }
        if (groupColumn != null && groupColumn.isEmpty()) {
            groupColumn = null;
        }
    }

    /**
     * 80 % training, 10 % validation, 10 % test, seed 1, single rows.
     *
     * @return the default plan
     */
    public static SplitPlan standard() {
        return new SplitPlan(0.8, 0.1, 0.1, 1, null);
    }

    /**
     * The same plan with another seed.
     *
     * @param newSeed seed of the division
     * @return a new plan
     */
    public SplitPlan withSeed(long newSeed) {
        return new SplitPlan(train, validation, test, newSeed, groupColumn);
    }

    /**
     * The same plan with whole groups on one side.
     *
     * @param column group column, or null for single rows
     * @return a new plan
     */
    public SplitPlan withGroupColumn(String column) {
        return new SplitPlan(train, validation, test, seed, column);
    }

    /**
     * The share of one split.
     *
     * @param split which
     * @return its share of the rows
     */
    public double fraction(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }
}
