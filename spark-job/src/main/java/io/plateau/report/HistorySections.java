package io.plateau.report;

import io.plateau.report.EpochHistory.Score;
import io.plateau.report.StepHistory.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What the logs of some runs show, as sections of a report. */
public final class HistorySections {
    /** More than this many runs have no charts of their own: a page for each would hide what they have in common. */
    private static final int MOST_DETAILED = 8;

    private final List<RunHistory> runs;
    private final List<String> tasks;

    /** Sections on runs, at least one, whose tasks may differ. */
    public HistorySections(List<RunHistory> runs) {
        this.runs = List.copyOf(runs);
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.tasks()));
        tasks = List.copyOf(names);
    }

    /** Loss curves: one chart of all tasks for a single run, one chart per task for several. */
    public Section losses() {
        return Section.ofCharts(
                "Losses",
                "Mean loss of each task on the batch of each step.",
                runs.size() == 1 ? List.of(ofTasks(runs.get(0), 0, Figure.LOSS, "Loss", "loss")) : lossesByTask());
    }

    private List<CurveChart> lossesByTask() {
        List<CurveChart> charts = new ArrayList<>();
        for (String task : tasks) {
            List<Curve> curves = new ArrayList<>();
            for (int run = 0; run < runs.size(); run++) {
                int index = runs.get(run).tasks().indexOf(task);
                if (index >= 0) {
                    curves.add(runs.get(run)
                            .steps()
                            .curve(Figure.LOSS, index, runs.get(run).label(), run));
                }
            }
            charts.add(new CurveChart(task, "loss", drawn(curves), true));
        }
        return charts;
    }

    private static CurveChart ofTasks(RunHistory of, int run, Figure figure, String title, String unit) {
        List<Curve> curves = new ArrayList<>();
        for (int task = 0; task < of.tasks().size(); task++) {
            curves.add(of.steps().curve(figure, task, of.tasks().get(task), run));
        }
        return new CurveChart(title, unit, drawn(curves), false);
    }

    private static List<Curve> drawn(List<Curve> curves) {
        return curves.stream().filter(curve -> curve.y().length > 0).toList();
    }

    /** Metric curves, one chart per task, and Delta_m where the runs have a baseline. */
    public Section metrics() {
        List<CurveChart> charts = new ArrayList<>();
        List<Curve> deltas = new ArrayList<>();
        overRunsAndSplits(
                (run, split, name) -> deltas.add(runs.get(run).epochs().deltaM(split, name, run)));
        charts.add(new CurveChart("Delta_m", "percent, lower is better", drawn(deltas), true));
        for (String task : tasks) {
            Set<String> units = new LinkedHashSet<>();
            List<Curve> curves = new ArrayList<>();
            overRunsAndSplits((run, split, name) -> {
                EpochHistory epochs = runs.get(run).epochs();
                String metric = epochs.metricOf(task);
                curves.add(epochs.curve(new Score(split, task, metric), name, run));
                units.add((metric + " " + epochs.unitOf(task)).strip());
            });
            units.remove("");
            charts.add(new CurveChart(task, String.join(", ", units), drawn(curves), true));
        }
        return Section.ofCharts(
                "Metrics", "The metric of each task at the end of each epoch, in the unit of its results.", charts);
    }

    /** Told every run with every split that it was evaluated on. */
    private interface Evaluated {
        void add(int run, String split, String name);
    }

    private void overRunsAndSplits(Evaluated evaluated) {
        for (int run = 0; run < runs.size(); run++) {
            for (String split : runs.get(run).epochs().splits()) {
                String name = runs.size() == 1
                        ? split
                        : runs.get(run).label() + (split.equals("validation") ? "" : ", " + split);
                evaluated.add(run, split, name);
            }
        }
    }

    /** The weights that the tasks agreed on. */
    public Section alpha() {
        List<Chart> charts = new ArrayList<>();
        overDetailed((run, index) -> {
            charts.add(ofTasks(run, index, Figure.WEIGHT, titled("Weights of the losses", run), "weight"));
            CurveChart flat = ofTasks(run, index, Figure.FLAT_WEIGHT, titled("Weights of the flatness", run), "weight");
            // Without second gradients they are all 0.
            if (flat.curves().stream()
                    .anyMatch(curve -> Arrays.stream(curve.y()).anyMatch(y -> y != 0))) {
                charts.add(flat);
            }
        });
        return new Section(
                "Alpha over time",
                "The weight of each task's loss gradient, and of its flatness component, in the direction of each step.",
                List.of(),
                charts,
                leftOut());
    }

    /** How sharp the minimum is that each task sees. */
    public Section sharpness() {
        List<Chart> charts = new ArrayList<>();
        overDetailed((run, index) ->
                charts.add(ofTasks(run, index, Figure.SHARPNESS, titled("Sharpness", run), "rise of the loss")));
        return Section.ofCharts(
                "Sharpness",
                "L_k(θ + ε_k) − L_k(θ): how much each task's loss rises from the step's point to the task's perturbed"
                        + " one. Steps without second gradients have none.",
                charts);
    }

    /** Which tasks pull against each other. */
    public Section conflicts() {
        List<Chart> charts = new ArrayList<>();
        List<Curve> rates = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            for (Map.Entry<String, String> part : AnalysisHistory.PARTS.entrySet()) {
                String name = runs.size() == 1 ? part.getValue() : runs.get(run).label() + ", " + part.getValue();
                rates.add(runs.get(run).analysis().rate(part.getKey(), name, run));
            }
        }
        charts.add(new CurveChart("Conflict rate", "share of pairs", drawn(rates), false));
        overDetailed((run, index) -> run.analysis()
                .withCosines()
                .forEach(part -> charts.add(new HeatChart(
                        titled("Cosines of the " + AnalysisHistory.PARTS.get(part), run),
                        run.tasks(),
                        run.analysis().cosines(part)))));
        boolean analysed = charts.stream().anyMatch(Chart::hasMarks);
        return new Section(
                "Conflicts",
                "A pair of tasks is in conflict where the cosine of their rows is negative; within a task, where its loss"
                        + " gradient and its flatness component are.",
                List.of(),
                charts,
                analysed
                        ? List.of()
                        : List.of(
                                "Not analysed: train with --set analysis.every-steps=50 to see which tasks conflict."));
    }

    /** Where the time of a step goes. */
    public BarChart phases() {
        Map<String, double[]> parts = new LinkedHashMap<>();
        for (int run = 0; run < runs.size(); run++) {
            int at = run;
            runs.get(run)
                    .steps()
                    .phaseMillis()
                    .forEach((phase, millis) ->
                            parts.computeIfAbsent(phase, none -> new double[runs.size()])[at] = millis);
        }
        return new BarChart(
                "Time of a step by phase",
                "milliseconds per step",
                runs.stream().map(RunHistory::label).toList(),
                parts);
    }

    private void overDetailed(BiConsumer<RunHistory, Integer> each) {
        for (int run = 0; run < Math.min(MOST_DETAILED, runs.size()); run++) {
            each.accept(runs.get(run), run);
        }
    }

    private String titled(String title, RunHistory run) {
        return runs.size() == 1 ? title : title + ", " + run.label();
    }

    private List<String> leftOut() {
        return runs.size() <= MOST_DETAILED
                ? List.of()
                : List.of("Alpha, sharpness and cosines are shown of the first " + MOST_DETAILED + " of " + runs.size()
                        + " runs: report fewer to see those of others.");
    }
}
