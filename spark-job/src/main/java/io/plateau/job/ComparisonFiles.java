package io.plateau.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.plateau.data.TaskSchema;
import io.plateau.math.metric.Spread;
import io.plateau.train.TaskScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Comparison} for programs, with all digits. */
final class ComparisonFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ComparisonFiles() {}

    /** One line per group and figure; what there is none of is empty. */
    static void csv(Comparison comparison, PrintWriter out) {
        out.println("group,runs,task,metric,unit,mean,deviation");
        for (Comparison.Group group : comparison.groups()) {
            for (int i = 0; i < comparison.tasks().size(); i++) {
                TaskSchema task = comparison.tasks().get(i);
                String[] what = {task.name(), TaskScore.metricOf(task), TaskScore.unitOf(task)};
                line(group, what, group.metrics().get(i), out);
            }
            group.deltaM().ifPresent(deltaM -> line(group, new String[] {"", "delta-m", "%"}, deltaM, out));
            GroupCost.spreads(group.runs())
                    .forEach((figure, spread) -> line(group, new String[] {"", figure, ""}, spread, out));
            group.meanRank()
                    .ifPresent(rank ->
                            line(group, new String[] {"", "mean-rank", ""}, new Spread(1, rank, Double.NaN), out));
        }
        out.flush();
    }

    private static void line(Comparison.Group group, String[] what, Spread spread, PrintWriter out) {
        int runs = what[0].isEmpty() ? group.runs().size() : spread.count();
        out.println(String.join(
                ",",
                quoted(group.label()),
                String.valueOf(runs),
                quoted(what[0]),
                what[1],
                quoted(what[2]),
                number(spread.mean()),
                number(spread.deviation())));
    }

    /** A cell of a CSV file. */
    static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** A number of a CSV file; empty for NaN. */
    static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** The groups with the figures of every run. */
    static void json(Comparison comparison, PrintWriter out) {
        out.println(text(tree(comparison)));
        out.flush();
    }

    /** A tree of plain values as JSON. */
    static String text(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Map<String, Object> tree(Comparison comparison) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("delta-m-against", comparison.against());
        List<Object> groups = new ArrayList<>();
        for (Comparison.Group group : comparison.groups()) {
            groups.add(tree(comparison, group));
        }
        tree.put("groups", groups);
        return tree;
    }

    private static Map<String, Object> tree(Comparison comparison, Comparison.Group group) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("label", group.label());
        tree.put("runs", group.runs().stream().map(ScoredRun::location).toList());
        Map<String, Object> tasks = new LinkedHashMap<>();
        for (int i = 0; i < comparison.tasks().size(); i++) {
            TaskSchema task = comparison.tasks().get(i);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("metric", TaskScore.metricOf(task));
            figures.put("unit", TaskScore.unitOf(task));
            figures.putAll(tree(group.metrics().get(i)));
            figures.put(
                    "values",
                    group.runs().stream()
                            .filter(run -> run.test().containsKey(task.name()))
                            .map(run -> orNull(run.test().get(task.name())))
                            .collect(Collectors.toList()));
            tasks.put(task.name(), figures);
        }
        tree.put("tasks", tasks);
        tree.put("delta-m", group.deltaM().map(ComparisonFiles::tree).orElse(null));
        Map<String, Object> cost = new LinkedHashMap<>();
        GroupCost.spreads(group.runs()).forEach((figure, spread) -> cost.put(figure, tree(spread)));
        tree.put("cost", cost);
        tree.put("mean-rank", group.meanRank().isPresent() ? group.meanRank().getAsDouble() : null);
        return tree;
    }

    static Map<String, Object> tree(Spread spread) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("count", spread.count());
        tree.put("mean", orNull(spread.mean()));
        tree.put("deviation", orNull(spread.deviation()));
        return tree;
    }

    /** JSON has no NaN. */
    static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
