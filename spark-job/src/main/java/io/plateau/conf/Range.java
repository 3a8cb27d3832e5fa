package io.plateau.conf;

/** An interval of finite numbers; NaN and the infinities lie in none. */
record Range(double low, boolean lowIncluded, double high, boolean highIncluded) {

    static final Range POSITIVE = of(0, false, Double.POSITIVE_INFINITY, false);
    static final Range NON_NEGATIVE = of(0, true, Double.POSITIVE_INFINITY, false);
    static final Range FINITE = of(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    /** Of the decay of a moving mean: 1 would never take in anything. */
    static final Range DECAY = of(0, true, 1, false);

    private static final double LARGEST_EXACT_INTEGER = 1L << 53;

    static Range of(double low, boolean lowIncluded, double high, boolean highIncluded) {
        return new Range(low, lowIncluded, high, highIncluded);
    }

    boolean contains(double value) {
        boolean above = lowIncluded ? value >= low : value > low;
        boolean below = highIncluded ? value <= high : value < high;
        return above && below && Double.isFinite(value);
    }

    /** As in "must be ...". */
    String describe() {
        if (Double.isInfinite(low)) {
            return "finite";
        }
        String from = (lowIncluded ? "at least " : "greater than ") + print(low);
        return Double.isInfinite(high)
                ? from
                : from + (highIncluded ? " and at most " : " and less than ") + print(high);
    }

    /** Without the ".0" of a whole number. */
    static String print(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT_INTEGER;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }
}
