package io.plateau.job;

import io.plateau.data.TaskSchema;
import io.plateau.math.metric.Spread;
import io.plateau.train.TaskScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A {@link Comparison} for people: tasks down, groups across. */
final class ComparisonTable {
    private static final String NONE = "-";

    private ComparisonTable() {}

    static void print(Comparison comparison, PrintWriter out) {
        TextTable table = new TextTable();
        table.row(line(comparison, "test metric", "unit", Comparison.Group::label));
        for (int i = 0; i < comparison.tasks().size(); i++) {
            int index = i;
            TaskSchema task = comparison.tasks().get(i);
            table.row(line(
                    comparison,
                    task.name() + " " + TaskScore.metricOf(task),
                    TaskScore.unitOf(task),
                    group -> cell(group.metrics().get(index))));
        }
        table.row(line(comparison, "Delta_m", "%", group -> group.deltaM()
                .map(ComparisonTable::cell)
                .orElse(NONE)));
        table.row(line(
                comparison,
                "mean rank",
                "",
                group -> group.meanRank().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", group.meanRank().getAsDouble())
                        : NONE));
        table.row(line(
                comparison, "runs", "", group -> String.valueOf(group.runs().size())));
        table.print(out);
        out.println("(mean ± standard deviation over the runs; Delta_m " + comparison.against() + ")");
        CostTable costs = CostTable.of(comparison);
        if (!costs.isEmpty()) {
            out.println();
            costs.print("cost of a step", out);
            out.println("(" + CostTable.CAPTION + ")");
        }
        out.flush();
    }

    private static List<String> line(
            Comparison comparison, String name, String unit, Function<Comparison.Group, String> cell) {
        List<String> row = new ArrayList<>(List.of(name, unit));
        comparison.groups().forEach(group -> row.add(cell.apply(group)));
        return row;
    }

    /** "62.00 ± 1.4"; without a deviation for a single run. */
    static String cell(Spread spread) {
        if (spread.count() == 0) {
            return NONE;
        }
        String mean = TextTable.number(spread.mean());
        return spread.count() == 1 ? mean : mean + " ± " + String.format(Locale.ROOT, "%.2g", spread.deviation());
    }
}
