package io.plateau.job;

import io.plateau.data.TaskSchema;
import io.plateau.math.metric.SignFlipTest;
import io.plateau.math.metric.Spread;
import io.plateau.observe.ProgressLine;
import io.plateau.train.TaskScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a sweep came to, for people: groups down; first every task, then the figures over all tasks and their tests. */
final class SweepTables {
    private static final String NONE = "-";
    private static final int WIDTH = 140;

    private SweepTables() {}

    static void print(Comparison comparison, List<PairedComparison> tests, PrintWriter out) {
        int columns = ProgressLine.columns();
        int width = columns > 0 ? columns : WIDTH;
        out.println();
        tasks(comparison, tests).print(out, width);
        out.println("(test metric, mean ± standard deviation over the runs"
                + (tests.isEmpty() ? ")" : "; * the paired test has p Holm < 0.05)"));
        out.println();
        overall(comparison, tests).print(out, width);
        out.println("(Delta_m " + comparison.against() + ")");
        if (!tests.isEmpty()) {
            explain(tests, out);
        }
        out.flush();
    }

    /** The groups that were given up early, with the reason: they are in no other table, for they have no test scores. */
    static void printStopped(List<Sweep.Outcome> outcomes, PrintWriter out) {
        Map<String, String> stopped = new LinkedHashMap<>();
        outcomes.stream()
                .filter(outcome -> outcome.state() == TrialState.STOPPED)
                .forEach(outcome -> stopped.put(outcome.planned().trial().group(), outcome.message()));
        if (!stopped.isEmpty()) {
            out.println();
            stopped.forEach((group, why) -> out.println(group + ": " + why));
            out.println("(to train them to the end: --resume auto --set sweep.halving.factor=0)");
        }
    }

    private static Optional<PairedComparison> testOf(Comparison.Group group, List<PairedComparison> tests) {
        return tests.stream().filter(test -> test.group().equals(group.label())).findFirst();
    }

    private static TextTable tasks(Comparison comparison, List<PairedComparison> tests) {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("trials"));
        for (TaskSchema task : comparison.tasks()) {
            header.add((task.name() + " " + TaskScore.metricOf(task) + " " + TaskScore.unitOf(task)).strip());
        }
        table.row(header);
        for (Comparison.Group group : comparison.groups()) {
            List<String> row = new ArrayList<>(List.of(group.label()));
            Optional<PairedComparison> test = testOf(group, tests);
            for (int i = 0; i < comparison.tasks().size(); i++) {
                int task = i;
                boolean marked = test.filter(found -> found.tasks().get(task).isSignificant())
                        .isPresent();
                row.add(ComparisonTable.cell(group.metrics().get(i)) + (marked ? " *" : "  "));
            }
            table.row(row);
        }
        return table;
    }

    private static TextTable overall(Comparison comparison, List<PairedComparison> tests) {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("trials", "runs", "Delta_m %", "mean rank"));
        if (!tests.isEmpty()) {
            header.addAll(List.of("against", "pairs", "change %", "p", "p Holm", "p sign flips"));
        }
        table.row(header);
        for (Comparison.Group group : comparison.groups()) {
            List<String> row = new ArrayList<>(List.of(
                    group.label(),
                    String.valueOf(group.runs().size()),
                    group.deltaM().map(SweepTables::percent).orElse(NONE),
                    group.meanRank().isPresent()
                            ? String.format(
                                    Locale.ROOT, "%.2f", group.meanRank().getAsDouble())
                            : NONE));
            if (!tests.isEmpty()) {
                row.addAll(testOf(group, tests)
                        .map(SweepTables::cells)
                        .orElse(List.of(NONE, NONE, NONE, NONE, NONE, NONE)));
            }
            table.row(row);
        }
        return table;
    }

    private static List<String> cells(PairedComparison test) {
        PairedComparison.Tested change = test.change();
        return List.of(
                test.against(),
                String.valueOf(change.t().difference().count()),
                percent(change.t().difference()),
                probability(change.t().p()),
                probability(change.adjusted()),
                probability(change.signFlip()));
    }

    /** "-4.38 ± 0.18". */
    static String percent(Spread spread) {
        // The baseline's own mean is zero up to rounding: no "-0.00".
        double mean = Math.abs(spread.mean()) < 0.005 ? 0 : spread.mean();
        String text = String.format(Locale.ROOT, "%.2f", mean);
        return spread.count() == 1 ? text : text + String.format(Locale.ROOT, " ± %.2f", spread.deviation());
    }

    private static String probability(double p) {
        if (Double.isNaN(p)) {
            return NONE;
        }
        return p < 0.0005 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    private static void explain(List<PairedComparison> tests, PrintWriter out) {
        int pairs = tests.stream()
                .mapToInt(test -> test.change().t().difference().count())
                .max()
                .orElse(0);
        out.println(
                "(change: mean over the tasks of the relative change of the metric, run by run of the same seed; negative"
                        + " is better; p: Student's paired test of no change, p Holm: corrected for the " + tests.size()
                        + " comparisons)");
        if (pairs <= 1) {
            out.println("(no test: it takes runs of at least two seeds; add the axis run.seed)");
        } else if (pairs <= SignFlipTest.MOST_PAIRS) {
            out.println(String.format(
                    Locale.ROOT,
                    "(p sign flips: exact, without assuming a distribution; of %d pairs it is never below %.3g)",
                    pairs,
                    Math.pow(2, 1 - pairs)));
        }
    }
}
