package io.plateau.job;

import io.plateau.math.metric.MeanRank;
import io.plateau.train.Evaluation;
import io.plateau.train.RunSummary;
import io.plateau.train.TaskScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** The closing table: every task's test error, for one training or side by side for several. */
final class ResultTable {
    private ResultTable() {}

    static void print(List<Trial.Result> results, PrintWriter out) {
        out.println();
        if (results.size() == 1) {
            printScores(results.get(0).summary().test(), out);
        } else {
            printComparison(results, out);
        }
        for (Trial.Result result : results) {
            stoppedEarly(result).ifPresent(out::println);
            long skipped = result.summary().skipped();
            long unsettled = result.summary().unsettled();
            if (skipped + unsettled > 0) {
                out.printf(
                        Locale.ROOT,
                        "%s: %d of %d steps left out because a gradient was not finite, %d without an agreement%n",
                        result.label(),
                        skipped,
                        result.summary().steps(),
                        unsettled);
            }
        }
        out.flush();
    }

    private static Optional<String> stoppedEarly(Trial.Result result) {
        RunSummary summary = result.summary();
        int patience = result.config().training().earlyStoppingPatience();
        boolean early = summary.finished() && patience > 0 && summary.steps() < summary.plannedSteps();
        return early
                ? Optional.of(
                        result.label() + ": stopped after step " + summary.steps() + " of " + summary.plannedSteps()
                                + ", " + patience + " evaluations without a better score; the model is that of epoch "
                                + (summary.bestEpoch() + 1))
                : Optional.empty();
    }

    /** Every metric of every task. */
    static void printScores(Evaluation evaluation, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("task", "metric", "value", "relative error"));
        for (TaskScore score : evaluation.tasks()) {
            rows.add(List.of(score.task(), score.metric(), number(score.value()), number(score.relative())));
        }
        printAligned(rows, out);
        evaluation.deltaM().ifPresent(deltaM -> out.printf(Locale.ROOT, "Delta_m  %.2f %%%n", deltaM));
        explain(out);
    }

    private static void printComparison(List<Trial.Result> results, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("task"));
        results.forEach(result -> header.add(result.label()));
        rows.add(header);
        int tasks = results.get(0).summary().test().tasks().size();
        double[][] errors = new double[results.size()][tasks];
        for (int task = 0; task < tasks; task++) {
            List<String> row = new ArrayList<>();
            row.add(results.get(0).summary().test().tasks().get(task).task());
            for (int i = 0; i < results.size(); i++) {
                errors[i][task] =
                        results.get(i).summary().test().tasks().get(task).relative();
                row.add(number(errors[i][task]));
            }
            rows.add(row);
        }
        rows.add(summaryRow("mean", results.size(), i -> mean(errors[i])));
        double[] ranks = MeanRank.of(errors, new boolean[tasks]);
        rows.add(summaryRow("mean rank", results.size(), i -> ranks[i]));
        out.println("relative test error of each task");
        printAligned(rows, out);
        explain(out);
    }

    private static List<String> summaryRow(String name, int columns, IntToDoubleFunction value) {
        List<String> row = new ArrayList<>(List.of(name));
        for (int i = 0; i < columns; i++) {
            row.add(number(value.applyAsDouble(i)));
        }
        return row;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static void explain(PrintWriter out) {
        out.println(
                "(relative error: mean squared error over the variance of the target, or log loss over that of a uniform"
                        + " guess; 0 is perfect, 1 a constant guess)");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static void printAligned(List<List<String>> rows, PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String gap = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + gap : "  " + gap + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
