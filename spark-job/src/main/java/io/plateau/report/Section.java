package io.plateau.report;

import java.util.List;

/**
 * A part of a report under a heading of its own.
 *
 * @param title the heading
 * @param text what it shows, in a sentence or two
 * @param tables its tables
 * @param charts its charts
 * @param notes what a reader should know beside: what is missing, and why
 */
public record Section(String title, String text, List<Table> tables, List<Chart> charts, List<String> notes) {

    /** Copies the lists; charts without marks are left out. */
    public Section {
        tables = List.copyOf(tables);
        charts = charts.stream().filter(Chart::hasMarks).toList();
        notes = List.copyOf(notes);
    }

    /** A section of charts alone. */
    static Section ofCharts(String title, String text, List<? extends Chart> charts) {
        return new Section(title, text, List.of(), List.copyOf(charts), List.of());
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return tables.isEmpty() && charts.isEmpty() && notes.isEmpty();
    }
}
