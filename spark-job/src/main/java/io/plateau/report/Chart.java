package io.plateau.report;

/** One chart of a report: what it shows, not how it looks. */
public sealed interface Chart permits CurveChart, ScatterChart, BarChart, HeatChart {

    /** What stands above it. */
    String title();

    /** Whether it has anything to draw. */
    boolean hasMarks();
}
