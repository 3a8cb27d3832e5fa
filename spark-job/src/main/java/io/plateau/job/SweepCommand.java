package io.plateau.job;

import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.conf.SweepLoader;
import io.plateau.conf.SweepPlan;
import io.plateau.data.Split;
import io.plateau.observe.ProgressLine;
import io.plateau.train.TrainingFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plateau sweep}. */
@Command(
        name = "sweep",
        description = {
            "Trains a configuration once for every combination of the values that a sweep file names, and compares the results:",
            "mean and standard deviation over the seeds, Delta_m, mean rank, and paired tests against a plain variant.",
            "Trials that have finished are not trained again (--resume auto); one that fails does not end the others."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local sweep --config conf/ablation/quickstart.conf --sweep conf/ablation/sharpness.conf",
            "  submit/local sweep --config my.conf --sweep conf/ablation/sharpness.conf --output runs/my-ablation --resume auto",
            "",
            "conf/sweep-reference.conf explains what a sweep file holds."
        })
final class SweepCommand implements Runnable {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--sweep", paramLabel = "FILE", required = true, description = "The sweep, in HOCON.")
    private Path file;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory of the sweep (default: run.output/<run.name>-<name of the sweep file>).")
    private String output;

    @Option(
            names = "--resume",
            paramLabel = "auto|never",
            description = "auto: go on with the sweep in that directory, if there is one (default: never).")
    private TrainCommand.Resume resume = TrainCommand.Resume.never;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        SweepPlan plan = SweepLoader.read(file);
        config.requireFree(plan.varied());
        JobConfig base = config.load().job();
        Baselines baselines = Baselines.of(base, SparkSessions.hadoop());
        String directory =
                output != null ? output : base.run().output() + "/" + base.run().name() + "-" + stem();
        List<PlannedTrial> trials = PlannedTrial.all(plan, directory, settings -> load(baselines, settings));
        try (Interruption signal = Interruption.watch(this::sayEnding)) {
            SparkSessions.run(
                    "plateau sweep " + stem(),
                    base,
                    spark -> execute(plan, trials, baselines, directory, spark, signal));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ResolvedConfig load(Baselines baselines, List<Setting> settings) {
        List<Setting> all = new ArrayList<>(List.of(baselines.settings()));
        all.addAll(settings);
        return config.load(all.toArray(Setting[]::new));
    }

    private String stem() {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }

    private void execute(
            SweepPlan plan,
            List<PlannedTrial> trials,
            Baselines baselines,
            String place,
            SparkSession spark,
            BooleanSupplier interrupted)
            throws IOException {
        JobConfig first = trials.get(0).config().job();
        Datasets.Opened opened = Datasets.findOrPrepare(first.dataset(), spark, this::say);
        if (opened.dataset().rows(Split.TEST) == 0) {
            throw new RunProblem("dataset " + first.dataset().path()
                    + " has no test split, by which a sweep compares: give dataset.split.test rows");
        }
        PlannedTrial.check(trials, opened.dataset());
        baselines.check(first, opened.dataset(), this::say);
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        boolean resumed = resume == TrainCommand.Resume.auto;
        try (SweepDirectory directory =
                SweepDirectory.open(new org.apache.hadoop.fs.Path(place), resumed, plan.text(), hadoop, this::say)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("sweep  " + directory.location() + ", " + trials.size() + " trials");
            out.flush();
            List<String> arguments = spec.commandLine().getParseResult().originalArgs();
            Trial trial = new Trial(opened, spark, this::say, interrupted);
            report(plan, new Sweep(directory, trial, arguments, this::say, interrupted).run(trials), directory);
        }
    }

    private void report(SweepPlan plan, List<Sweep.Outcome> outcomes, SweepDirectory directory) throws IOException {
        Map<String, ScoredRun> runs = new LinkedHashMap<>();
        Map<String, List<ScoredRun>> groups = new LinkedHashMap<>();
        for (Sweep.Outcome outcome : outcomes) {
            if (outcome.state() == Sweep.State.FINISHED) {
                String name = outcome.planned().trial().name();
                ScoredRun run = ScoredRun.read(directory.trial(name).toString(), directory.hadoop());
                runs.put(name, run);
                groups.computeIfAbsent(outcome.planned().trial().group(), none -> new ArrayList<>())
                        .add(run);
            }
        }
        SweepFiles.trials(outcomes, runs, directory);
        if (outcomes.stream().anyMatch(outcome -> outcome.state() == Sweep.State.LEFT)) {
            say(runs.size() + " of " + outcomes.size() + " trials have finished. To go on, repeat the command with"
                    + " --resume auto");
            return;
        }
        if (!groups.isEmpty()) {
            List<RunGroups.Members> members = new ArrayList<>();
            groups.forEach((label, of) -> members.add(new RunGroups.Members(label, of)));
            Comparison comparison = Comparison.ofGroups(members, plan.baseline());
            List<PairedComparison> tests = PairedComparison.of(comparison, plan.plain());
            SweepFiles.results(outcomes, comparison, tests, directory);
            PrintWriter out = spec.commandLine().getOut();
            SweepTables.print(comparison, tests, out);
            out.println();
            out.println("files  " + directory.location() + "/trials.csv, groups.csv, tests.csv, sweep.json");
            out.flush();
        }
        List<String> failed = outcomes.stream()
                .filter(outcome -> outcome.state() == Sweep.State.FAILED)
                .map(outcome -> outcome.planned().trial().name())
                .toList();
        if (!failed.isEmpty()) {
            throw new TrainingFailure(failed.size() + " of " + outcomes.size() + " trials failed: "
                    + String.join(", ", failed.subList(0, Math.min(5, failed.size())))
                    + (failed.size() > 5 ? ", ..." : "") + ". " + directory.location()
                    + "/trials.csv says why; --resume auto tries them again");
        }
    }

    private void sayEnding() {
        if (ProgressLine.columns() > 0) {
            spec.commandLine().getErr().println();
        }
        say("ending after this step");
    }

    private void say(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plateau: " + message);
        err.flush();
    }
}
