package io.plateau.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cosines of pairs, from -1 to 1, as colours.
 *
 * @param title what stands above it
 * @param names names of the rows and columns
 * @param frames matrices by what they are of, the one that is shown first in front; NaN where a pair has none
 */
public record HeatChart(String title, List<String> names, Map<String, double[][]> frames) implements Chart {

    /** Copies the collections. */
    public HeatChart {
        names = List.copyOf(names);
        frames = new LinkedHashMap<>(frames);
    }

    @Override
    public boolean hasMarks() {
        return !frames.isEmpty() && !names.isEmpty();
    }
}
