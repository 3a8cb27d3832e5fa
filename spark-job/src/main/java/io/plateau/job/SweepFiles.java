package io.plateau.job;

import io.plateau.checkpoint.SweepDirectory;
import io.plateau.data.TaskSchema;
import io.plateau.train.TaskScore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a sweep came to, for programs, with all digits: {@code groups.csv}, a line per group and figure; {@code tests.csv}, a line per
 * paired test; {@code sweep.json}, all of it. The trials one by one: {@link TrialRows}.
 */
final class SweepFiles {
    private static final String DELTA_M = "delta-m";

    private SweepFiles() {}

    /** Writes what the groups and their tests came to. */
    static void results(
            List<Sweep.Outcome> outcomes, Comparison comparison, List<PairedComparison> tests, SweepDirectory directory)
            throws IOException {
        directory.write("groups.csv", printed(out -> ComparisonFiles.csv(comparison, out)));
        StringBuilder csv = new StringBuilder();
        line(
                List.of(
                        "group",
                        "against",
                        "task",
                        "metric",
                        "unit",
                        "pairs",
                        "mean-difference",
                        "deviation",
                        "t",
                        "p",
                        "p-holm",
                        "p-sign-flip"),
                csv);
        for (PairedComparison test : tests) {
            for (int i = 0; i < comparison.tasks().size(); i++) {
                TaskSchema task = comparison.tasks().get(i);
                line(
                        test,
                        List.of(task.name(), TaskScore.metricOf(task), TaskScore.unitOf(task)),
                        test.tasks().get(i),
                        csv);
            }
            line(test, List.of("", DELTA_M, "%"), test.change(), csv);
        }
        directory.write("tests.csv", csv.toString());
        directory.write("sweep.json", ComparisonFiles.text(tree(outcomes, comparison, tests)) + "\n");
    }

    private static void line(
            PairedComparison test, List<String> figure, PairedComparison.Tested tested, StringBuilder csv) {
        List<String> cells = new ArrayList<>(List.of(test.group(), test.against()));
        cells.addAll(figure);
        cells.addAll(List.of(
                String.valueOf(tested.t().difference().count()),
                ComparisonFiles.number(tested.t().difference().mean()),
                ComparisonFiles.number(tested.t().difference().deviation()),
                ComparisonFiles.number(tested.t().t()),
                ComparisonFiles.number(tested.t().p()),
                ComparisonFiles.number(tested.adjusted()),
                ComparisonFiles.number(tested.signFlip())));
        line(cells, csv);
    }

    /** A line of a CSV file. */
    static void line(List<String> cells, StringBuilder csv) {
        csv.append(String.join(",", cells.stream().map(ComparisonFiles::quoted).toList()))
                .append(System.lineSeparator());
    }

    private static String printed(Consumer<PrintWriter> print) {
        StringWriter text = new StringWriter();
        print.accept(new PrintWriter(text));
        return text.toString();
    }

    private static Map<String, Object> tree(
            List<Sweep.Outcome> outcomes, Comparison comparison, List<PairedComparison> tests) {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<Object> trials = new ArrayList<>();
        for (Sweep.Outcome outcome : outcomes) {
            Map<String, Object> trial = new LinkedHashMap<>();
            trial.put("trial", outcome.planned().trial().name());
            trial.put("group", outcome.planned().trial().group());
            trial.put("state", outcome.state().key());
            trial.put("message", outcome.message());
            trial.put("values", outcome.planned().trial().values());
            trials.add(trial);
        }
        tree.put("trials", trials);
        tree.putAll(ComparisonFiles.tree(comparison));
        List<Object> tested = new ArrayList<>();
        for (PairedComparison test : tests) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("group", test.group());
            one.put("against", test.against());
            one.put("change", tree(test.change()));
            Map<String, Object> tasks = new LinkedHashMap<>();
            for (int i = 0; i < comparison.tasks().size(); i++) {
                tasks.put(comparison.tasks().get(i).name(), tree(test.tasks().get(i)));
            }
            one.put("tasks", tasks);
            tested.add(one);
        }
        tree.put("tests", tested);
        return tree;
    }

    private static Map<String, Object> tree(PairedComparison.Tested tested) {
        Map<String, Object> tree = ComparisonFiles.tree(tested.t().difference());
        tree.put("t", ComparisonFiles.orNull(tested.t().t()));
        tree.put("p", ComparisonFiles.orNull(tested.t().p()));
        tree.put("p-holm", ComparisonFiles.orNull(tested.adjusted()));
        tree.put("p-sign-flip", ComparisonFiles.orNull(tested.signFlip()));
        return tree;
    }
}
