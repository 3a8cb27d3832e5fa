package io.plateau.job;

import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.conf.SweepPlan;
import io.plateau.data.Dataset;
import io.plateau.report.ValidationLog;
import io.plateau.train.TrainingFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** What a sweep leaves in its directory and prints at its end. */
final class SweepReport {
    private final SweepPlan plan;
    private final SweepDirectory directory;
    private final Dataset stored;
    private final SparkSession spark;
    private final Function<List<Setting>, ResolvedConfig> load;

    /**
     * The report of a sweep.
     *
     * @param stored the dataset with all its tasks
     * @param load reads the base of the sweep with settings on top
     */
    SweepReport(
            SweepPlan plan,
            SweepDirectory directory,
            Dataset stored,
            SparkSession spark,
            Function<List<Setting>, ResolvedConfig> load) {
        this.plan = plan;
        this.directory = directory;
        this.stored = stored;
        this.spark = spark;
        this.load = load;
    }

    /**
     * Writes and prints.
     *
     * @param out for results
     * @param say told what a person should know
     * @throws TrainingFailure when a trial has failed
     */
    void write(List<Sweep.Outcome> outcomes, PrintWriter out, Consumer<String> say) throws IOException {
        Map<String, ScoredRun> runs = new LinkedHashMap<>();
        Map<String, List<ScoredRun>> groups = new LinkedHashMap<>();
        for (Sweep.Outcome outcome : outcomes) {
            if (outcome.state() == TrialState.FINISHED) {
                String name = outcome.planned().trial().name();
                ScoredRun run = ScoredRun.read(directory.trial(name).toString(), directory.hadoop());
                runs.put(name, run);
                groups.computeIfAbsent(outcome.planned().trial().group(), none -> new ArrayList<>())
                        .add(run);
            }
        }
        List<PlannedTrial> trials =
                outcomes.stream().map(Sweep.Outcome::planned).toList();
        Map<String, ValidationLog> logs = TrialLogs.of(trials, directory, true);
        TrialRows rows = TrialRows.of(outcomes, logs, runs);
        rows.csv(directory);
        if (outcomes.stream().anyMatch(outcome -> outcome.state() == TrialState.LEFT)) {
            say.accept(runs.size() + " of " + outcomes.size() + " trials have finished. To go on, repeat the command"
                    + " with --resume auto");
            return;
        }
        rows.parquet(directory, spark);
        if (!groups.isEmpty()) {
            compare(outcomes, groups, out);
            choose(outcomes, trials, logs, out);
            out.println();
            out.println("files  " + directory.location()
                    + "/trials.csv, trials.parquet, groups.csv, tests.csv, sweep.json");
            out.flush();
        }
        requireNoneFailed(outcomes);
    }

    private void compare(List<Sweep.Outcome> outcomes, Map<String, List<ScoredRun>> groups, PrintWriter out)
            throws IOException {
        List<RunGroups.Members> members = new ArrayList<>();
        groups.forEach((label, of) -> members.add(new RunGroups.Members(label, of)));
        Comparison comparison = Comparison.ofGroups(members, plan.baseline());
        List<PairedComparison> tests = PairedComparison.of(comparison, plan.plain());
        SweepFiles.results(outcomes, comparison, tests, directory);
        SweepTables.print(comparison, tests, out);
        SweepTables.printStopped(outcomes, out);
    }

    private void choose(
            List<Sweep.Outcome> outcomes, List<PlannedTrial> trials, Map<String, ValidationLog> logs, PrintWriter out)
            throws IOException {
        Optional<Winner> winner =
                Winner.of(outcomes, ValidationScores.of(trials, logs, plan.baseline(), stored, Integer.MAX_VALUE));
        if (winner.isPresent()) {
            winner.get().write(directory, load);
            winner.get().print(directory, out);
        }
    }

    private void requireNoneFailed(List<Sweep.Outcome> outcomes) {
        List<String> failed = outcomes.stream()
                .filter(outcome -> outcome.state() == TrialState.FAILED)
                .map(outcome -> outcome.planned().trial().name())
                .toList();
        if (!failed.isEmpty()) {
            throw new TrainingFailure(failed.size() + " of " + outcomes.size() + " trials failed: "
                    + String.join(", ", failed.subList(0, Math.min(5, failed.size())))
                    + (failed.size() > 5 ? ", ..." : "") + ". " + directory.location()
                    + "/trials.csv says why; --resume auto tries them again");
        }
    }
}
