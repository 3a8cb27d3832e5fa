package io.plateau.job;

import io.plateau.checkpoint.RunProblem;
import io.plateau.data.Dataset;
import io.plateau.data.Split;
import io.plateau.report.HistorySections;
import io.plateau.report.RunHistory;
import io.plateau.report.Section;
import io.plateau.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The tables of a report: what the runs are, what they scored and cost, what made them, and in what they differ. */
final class ReportTables {
    private static final String NONE = "–";

    private final List<ReportedRun> runs;

    ReportTables(List<ReportedRun> runs) {
        this.runs = runs;
    }

    /** What the runs are. */
    Section overview() {
        List<List<String>> rows = new ArrayList<>();
        for (ReportedRun run : runs) {
            RunHistory history = run.history();
            rows.add(List.of(
                    run.label(),
                    run.state(),
                    Trial.label(run.config().job()),
                    String.valueOf(run.config().job().run().seed()),
                    String.valueOf(history.stepCount()),
                    String.valueOf(history.epochCount()),
                    Double.isNaN(history.bestStep()) ? NONE : String.valueOf((long) history.bestStep()),
                    duration(history.seconds()),
                    String.valueOf(history.brokenSteps())));
        }
        List<String> header = List.of(
                "run",
                "state",
                "method",
                "seed",
                "steps",
                "evaluations",
                "best at step",
                "time of all steps",
                "steps left out");
        return new Section(
                "Runs",
                "",
                List.of(
                        Table.of(
                                "",
                                header,
                                rows,
                                "time: wall time of the steps, evaluations aside; steps left out: something in them was not finite")),
                List.of(),
                List.of());
    }

    private static String duration(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole / 60 % 60 + " min";
    }

    /** What the finished runs scored, and what a step of each costs beside plain training. */
    List<Section> results(HistorySections charts) {
        List<Table> results = new ArrayList<>();
        List<Table> costs = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> unscored = runs.stream()
                .filter(run -> run.scored().isEmpty())
                .map(ReportedRun::label)
                .toList();
        if (!unscored.isEmpty()) {
            notes.add("No test scores yet, or no test split: " + String.join(", ", unscored) + ".");
        }
        List<ScoredRun> scored =
                runs.stream().flatMap(run -> run.scored().stream()).toList();
        if (!scored.isEmpty()) {
            try {
                Comparison comparison = comparison(scored);
                List<PairedComparison> tests = PairedComparison.of(comparison, Counterparts.of(comparison));
                results.addAll(ReportResults.tables(comparison, tests));
                costs.add(costs(CostTable.of(comparison)));
            } catch (RunProblem incomparable) {
                notes.add("Not compared: " + incomparable.getMessage() + ".");
            }
        }
        if (costs.isEmpty()) {
            CostTable each = new CostTable();
            runs.forEach(run -> each.row(run.label(), run.history().cost(), null));
            costs.add(costs(each));
        }
        return List.of(
                new Section(
                        "Results", "Test metrics of the model with the best evaluation.", results, List.of(), notes),
                new Section(
                        "Cost",
                        "What a step costs, and where its time goes.",
                        costs,
                        List.of(charts.phases()),
                        List.of()));
    }

    private static Table costs(CostTable costs) {
        List<String> header = new ArrayList<>(List.of("way to train"));
        header.addAll(CostTable.COLUMNS);
        return Table.of("Cost of each policy against plain training", header, costs.rows(), CostTable.CAPTION);
    }

    /** By method where that tells the runs apart, else by name, else run by run. */
    private Comparison comparison(List<ScoredRun> scored) {
        try {
            return Comparison.of(scored, RunGroups.By.method);
        } catch (RunProblem ambiguous) {
            try {
                return Comparison.of(scored, RunGroups.By.name);
            } catch (RunProblem alike) {
                Map<String, String> labels = new LinkedHashMap<>();
                runs.forEach(run -> labels.put(run.run().location(), run.label()));
                return Comparison.ofGroups(
                        scored.stream()
                                .map(run -> new RunGroups.Members(labels.get(run.location()), List.of(run)))
                                .toList(),
                        Optional.empty());
            }
        }
    }

    /** What made the runs, and in what their configurations differ. */
    Section provenance() {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.provenance().keySet()));
        names.forEach(name -> facts.put(name, each(run -> text(run.provenance().get(name)))));
        facts.put("directory", each(run -> run.run().location()));
        facts.put("dataset", each(run -> run.config().job().dataset().path()));
        facts.put("dataset fingerprint", each(run -> dataset(run, Dataset::fingerprint)));
        facts.put(
                "rows (training, validation, test)",
                each(run -> dataset(
                        run,
                        of -> of.rows(Split.TRAIN) + ", " + of.rows(Split.VALIDATION) + ", " + of.rows(Split.TEST))));
        List<Table> tables = new ArrayList<>(List.of(table("What made them", facts, "the last attempt of each run")));
        Map<String, List<String>> settings = differences();
        if (!settings.isEmpty()) {
            tables.add(table("In what their configurations differ", settings, ""));
        }
        boolean alike = settings.isEmpty() && runs.size() > 1;
        return new Section(
                "Provenance",
                "",
                tables,
                List.of(),
                alike ? List.of("The configurations of the runs are the same, key by key.") : List.of());
    }

    private static String dataset(ReportedRun run, Function<Dataset, String> fact) {
        return run.model().map(model -> fact.apply(model.dataset())).orElse(NONE);
    }

    private List<String> each(Function<ReportedRun, String> fact) {
        return runs.stream().map(fact).toList();
    }

    private static String text(Object value) {
        if (value instanceof List<?> words) {
            return String.join(" ", words.stream().map(String::valueOf).toList());
        }
        return Objects.toString(value, NONE);
    }

    private Table table(String title, Map<String, List<String>> rows, String caption) {
        List<String> header = new ArrayList<>(List.of(""));
        runs.forEach(run -> header.add(run.label()));
        List<List<String>> cells = new ArrayList<>();
        rows.forEach((name, values) -> {
            List<String> row = new ArrayList<>(List.of(name));
            row.addAll(values);
            cells.add(row);
        });
        return Table.of(title, header, cells, caption).ofWords();
    }

    private Map<String, List<String>> differences() {
        List<Map<String, Object>> all = runs.stream()
                .map(run -> ConfigTexts.settings(run.config().text()))
                .toList();
        Set<String> keys = new TreeSet<>();
        all.forEach(settings -> keys.addAll(settings.keySet()));
        // Variants are shown as runs of their own.
        keys.remove("training.compare");
        Map<String, List<String>> differing = new TreeMap<>();
        for (String key : keys) {
            List<String> values =
                    all.stream().map(settings -> text(settings.get(key))).toList();
            if (values.stream().distinct().count() > 1) {
                differing.put(key, values);
            }
        }
        return differing;
    }
}
