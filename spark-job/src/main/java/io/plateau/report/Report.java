package io.plateau.report;

import java.util.List;

/**
 * What is to be said of some runs.
 *
 * @param title the heading
 * @param made when and by what it was made
 * @param times of every run, by the index that curves name
 * @param sections its parts; those with nothing to show are left out
 */
public record Report(String title, String made, List<StepTimes> times, List<Section> sections) {

    /** Copies the lists. */
    public Report {
        times = List.copyOf(times);
        sections = sections.stream().filter(section -> !section.isEmpty()).toList();
    }

    /** All charts, in order. */
    public List<Chart> charts() {
        return sections.stream().flatMap(section -> section.charts().stream()).toList();
    }
}
