package io.plateau.job;

import io.plateau.data.TaskSchema;
import io.plateau.math.metric.Spread;
import io.plateau.report.Table;
import io.plateau.train.TaskScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A comparison as tables of a report: tasks down, groups across, the best marked; then the paired tests. */
final class ReportResults {
    private static final String NONE = "–";

    private final Comparison comparison;
    private final List<PairedComparison> tests;

    private ReportResults(Comparison comparison, List<PairedComparison> tests) {
        this.comparison = comparison;
        this.tests = tests;
    }

    static List<Table> tables(Comparison comparison, List<PairedComparison> tests) {
        ReportResults results = new ReportResults(comparison, tests);
        boolean tested =
                tests.stream().anyMatch(test -> test.change().t().difference().count() > 1);
        return tested ? List.of(results.metrics(true), results.tests()) : List.of(results.metrics(false));
    }

    private Table metrics(boolean tested) {
        List<String> header = new ArrayList<>(List.of("test metric"));
        comparison.groups().forEach(group -> header.add(group.label()));
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (int i = 0; i < comparison.tasks().size(); i++) {
            int task = i;
            TaskSchema schema = comparison.tasks().get(i);
            rows.add(row(
                    (schema.name() + " " + TaskScore.metricOf(schema) + " " + TaskScore.unitOf(schema)).strip(),
                    TaskScore.higherIsBetter(schema),
                    group -> mean(group.metrics().get(task)),
                    group -> ComparisonTable.cell(group.metrics().get(task)) + mark(group, task)));
        }
        if (comparison.groups().stream().anyMatch(group -> group.deltaM().isPresent())) {
            rows.add(row(
                    "Delta_m %",
                    false,
                    group -> group.deltaM().map(ReportResults::mean).orElse(OptionalDouble.empty()),
                    group -> group.deltaM().map(ComparisonTable::cell).orElse(NONE)));
        }
        rows.add(row(
                "mean rank",
                false,
                Comparison.Group::meanRank,
                group -> group.meanRank().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", group.meanRank().getAsDouble())
                        : NONE));
        rows.add(row(
                "ms per step",
                false,
                group -> OptionalDouble.empty(),
                group -> ComparisonTable.cell(GroupCost.spreads(group.runs()).get("step-ms"))));
        rows.add(row(
                "runs",
                false,
                group -> OptionalDouble.empty(),
                group -> String.valueOf(group.runs().size())));
        return new Table(
                "",
                header,
                rows,
                "mean ± standard deviation over the runs; coloured: the best of its row; Delta_m "
                        + comparison.against()
                        + (tested ? "; * differs from its counterpart below with p Holm < 0.05" : ""),
                false);
    }

    private static OptionalDouble mean(Spread spread) {
        return spread.count() == 0 || Double.isNaN(spread.mean())
                ? OptionalDouble.empty()
                : OptionalDouble.of(spread.mean());
    }

    private String mark(Comparison.Group group, int task) {
        boolean significant = tests.stream()
                .anyMatch(test -> test.group().equals(group.label())
                        && test.tasks().get(task).isSignificant());
        return significant ? " *" : "";
    }

    private List<Table.Cell> row(
            String name,
            boolean higher,
            Function<Comparison.Group, OptionalDouble> value,
            Function<Comparison.Group, String> text) {
        double sign = higher ? -1 : 1;
        double best = comparison.groups().stream()
                .map(value)
                .flatMapToDouble(OptionalDouble::stream)
                .map(one -> sign * one)
                .min()
                .orElse(Double.NaN);
        boolean several = comparison.groups().size() > 1;
        List<Table.Cell> row = new ArrayList<>(List.of(Table.Cell.of(name)));
        for (Comparison.Group group : comparison.groups()) {
            OptionalDouble of = value.apply(group);
            row.add(new Table.Cell(text.apply(group), several && of.isPresent() && sign * of.getAsDouble() == best));
        }
        return row;
    }

    private Table tests() {
        List<String> header = new ArrayList<>(
                List.of("runs", "against", "pairs", "change %", "p", "p Holm", "p sign flips", "tasks that differ"));
        List<List<String>> rows = new ArrayList<>();
        for (PairedComparison test : tests) {
            PairedComparison.Tested change = test.change();
            List<String> differing = IntStream.range(0, comparison.tasks().size())
                    .filter(task -> test.tasks().get(task).isSignificant())
                    .mapToObj(task -> comparison.tasks().get(task).name())
                    .toList();
            rows.add(List.of(
                    test.group() + (change.isSignificant() ? " *" : ""),
                    test.against(),
                    String.valueOf(change.t().difference().count()),
                    ComparisonTable.cell(change.t().difference()),
                    probability(change.t().p()),
                    probability(change.adjusted()),
                    probability(change.signFlip()),
                    differing.isEmpty() ? NONE : String.join(", ", differing)));
        }
        return Table.of(
                "Paired tests",
                header,
                rows,
                "change: mean over the tasks of the relative change of the metric, run by run of the same seed; negative is"
                        + " better; p: Student's paired test of no change; p Holm: corrected for all comparisons; p sign"
                        + " flips: exact, without assuming a distribution");
    }

    private static String probability(double p) {
        if (Double.isNaN(p)) {
            return NONE;
        }
        return p < 0.0005 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
