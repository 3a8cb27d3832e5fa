package io.plateau.report;

import java.util.Arrays;
import java.util.List;

/**
 * Lines over the steps of training.
 *
 * @param title what stands above it
 * @param unit what the values are, with their unit
 * @param curves at least one line
 * @param small whether it is one of many of its kind
 */
public record CurveChart(String title, String unit, List<Curve> curves, boolean small) implements Chart {
    private static final double DECADES = 30;

    /** Copies the list. */
    public CurveChart {
        curves = List.copyOf(curves);
    }

    @Override
    public boolean hasMarks() {
        return curves.stream().anyMatch(curve -> curve.y().length > 0);
    }

    /** Whether an axis of powers can show all values. */
    public boolean isPositive() {
        return curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.y()))
                .allMatch(y -> y > 0);
    }

    /** Whether the values are so far apart that an axis of powers shows more. */
    public boolean isWide() {
        var range = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.y()))
                .summaryStatistics();
        return isPositive() && range.getMax() > DECADES * range.getMin();
    }
}
