package io.plateau.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bars of stacked parts.
 *
 * @param title what stands above it
 * @param unit what the lengths are, with their unit
 * @param bars names of the bars
 * @param parts by name of the part: its length in every bar
 */
public record BarChart(String title, String unit, List<String> bars, Map<String, double[]> parts) implements Chart {

    /** Copies the collections. */
    public BarChart {
        bars = List.copyOf(bars);
        parts = new LinkedHashMap<>(parts);
    }

    @Override
    public boolean hasMarks() {
        return parts.values().stream()
                .anyMatch(part -> java.util.Arrays.stream(part).anyMatch(value -> value > 0));
    }
}
