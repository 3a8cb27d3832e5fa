package io.plateau.job;

import io.plateau.checkpoint.FinishedRun;
import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunState;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.data.Dataset;
import io.plateau.observe.ProgressLine;
import io.plateau.train.BatchPlan;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import io.plateau.train.TrainingInterrupted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plateau train}. */
@Command(
        name = "train",
        description = {
            "Trains a model and writes it, with logs and checkpoints, into a run directory.",
            "The dataset that the configuration names is prepared first when it is not there yet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local train --config conf/quickstart.conf",
            "  submit/local train --config conf/parkinsons.conf --set method=cagrad --set run.seed=2",
            "  submit/local train --config conf/parkinsons.conf --single-task total_UPDRS",
            "  submit/local train --config conf/parkinsons.conf --run-id mine --resume auto",
            "  submit/local train --config my.conf --warm-start champions/mine --since 2026-11-21"
        })
final class TrainCommand implements Runnable {

    /** What to do about an earlier run. */
    enum Resume {
        /** Go on with the run of that id, or the latest unfinished one of that name. */
        auto,
        /** Start a new run. */
        never
    }

    @Mixin
    private ConfigOptions config;

    @Option(names = "--output", paramLabel = "DIR", description = "Directory of all runs (default: run.output).")
    private String output;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Name of the run's directory (default: run.name and the time).")
    private String runId;

    @Option(
            names = "--resume",
            paramLabel = "auto|never",
            description =
                    "auto: go on with the run of that id, or with the newest unfinished one of that name, from its last"
                            + " checkpoint; start it when there is none; do nothing when it has finished (default:"
                            + " never).")
    private Resume resume = Resume.never;

    @Option(
            names = "--single-task",
            paramLabel = "TASK",
            description =
                    "Train the model on this task of the dataset alone, given by name or by number from 1, with the plain"
                            + " gradient (method = ls): a baseline for Delta_m (see evaluation.baseline-runs).")
    private String singleTask;

    @Option(
            names = "--warm-start",
            paramLabel = "MODEL",
            description = "Start from the parameters of a model, run or champion, and scale the data as it does"
                    + " (start.model).")
    private String warmStart;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Train only on the rows that 'prepare append' added after this date or time (dataset.since).")
    private String since;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        requireName();
        Baselines baselines = Baselines.of(load().job(), SparkSessions.hadoop());
        ResolvedConfig resolved = load(baselines.settings());
        try (Interruption signal = Interruption.watch(this::sayEnding)) {
            SparkSessions.run(
                    "plateau train " + resolved.job().run().name(),
                    resolved.job(),
                    spark -> train(resolved, baselines, spark, signal));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void requireName() {
        if (runId != null && !runId.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--run-id " + runId
                            + ": an id holds letters, digits, '_', '-' and '.', the first of them a letter, a digit or '_'");
        }
    }

    private ResolvedConfig load(Setting... more) {
        List<Setting> settings = new ArrayList<>(List.of(more));
        if (output != null) {
            settings.add(new Setting("--output", "run.output", output));
        }
        if (singleTask != null) {
            settings.add(new Setting("--single-task", "dataset.tasks", List.of(singleTask)));
            // With one task there is nothing to weigh, but a bargain would still rescale its gradient.
            settings.add(new Setting("--single-task", "method", "ls"));
        }
        OutputOptions.add(settings, "--warm-start", "start.model", warmStart);
        OutputOptions.add(settings, "--since", "dataset.since", since);
        return config.load(settings.toArray(Setting[]::new));
    }

    private void train(ResolvedConfig resolved, Baselines baselines, SparkSession spark, Interruption signal)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        if (resume == Resume.auto && runId != null && isDone(resolved, hadoop)) {
            return;
        }
        Datasets.Opened opened = Datasets.findOrPrepare(resolved.job().dataset(), spark, this::say);
        Dataset dataset = opened.dataset();
        TaskSelection.of(resolved.job().dataset().tasks(), dataset);
        BatchPlan.of(resolved.job().training(), dataset);
        baselines.check(resolved.job(), dataset, this::say);
        Optional<WarmStart> start = WarmStart.of(resolved.job(), hadoop);
        start.ifPresent(model -> model.requireAll(resolved.job(), dataset));
        if (resume == Resume.never) {
            // A run that goes on has the files that it began with.
            Optional<NetworkFile> first = start.flatMap(WarmStart::network);
            requireNetwork(resolved.job(), dataset, first, hadoop);
            resolved.job().training().compare().forEach(one -> requireNetwork(one.config(), dataset, first, hadoop));
        }
        Optional<Gate> gate = Gate.of(resolved.job(), spark, opened);
        try (RunDirectory run = open(resolved, hadoop)) {
            try {
                run.config(resolved.text());
                run.provenance(Provenance.ofThisProcess(
                        spec.commandLine().getParseResult().originalArgs()));
                spec.commandLine().getOut().println("run    " + run.location());
                spec.commandLine().getOut().flush();
                Optional<WarmStart> kept =
                        start.isEmpty() ? start : Optional.of(start.get().keptIn(run));
                report(Trial.onDriver(opened, spark, this::say, signal, kept).all(resolved, run), gate, run);
            } catch (TrainingInterrupted left) {
                run.status(RunState.STOPPED, left.getMessage());
                say("stopped after step " + left.step()
                        + ", which is saved. To go on, repeat the command with --run-id " + run.id()
                        + " --resume auto");
            } catch (Exception failure) { // Spark throws checked exceptions undeclared
                run.fail(failure);
                throw failure;
            }
        }
    }

    private static void requireNetwork(
            JobConfig job, Dataset dataset, Optional<NetworkFile> start, Configuration hadoop) {
        ModelSpecs.of(
                job.model(),
                TaskSelection.of(job.dataset().tasks(), dataset),
                NetworkFile.named(job.model(), start, hadoop));
    }

    /** Whether the run has come to its end before, so that a pipeline may repeat the command. */
    private boolean isDone(ResolvedConfig resolved, Configuration hadoop) throws IOException {
        Path directory = new Path(resolved.job().run().output(), runId);
        if (!FinishedRun.isThere(directory, hadoop)) {
            return false;
        }
        FinishedRun run = FinishedRun.open(directory, hadoop);
        String stored = run.config().orElse("");
        ResumedConfig.requireSame(stored, resolved.text(), run.location());
        if (!ResumedConfig.isSameEnd(stored, resolved.text())) {
            return false;
        }
        say("run " + run.id() + " has finished already: nothing to do"
                + (run.state().equals("succeeded") ? "" : " (" + run.state() + ")"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("run    " + run.location());
        out.println("model  " + run.location() + "/model");
        out.flush();
        return true;
    }

    private void report(List<Trial.Result> results, Optional<Gate> gate, RunDirectory run) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ResultTable.print(results, out);
        out.println();
        out.println("model  " + run.location() + "/model");
        out.println("logs   " + run.location() + "/steps.jsonl, epochs.jsonl");
        if (gate.isEmpty() || !results.get(0).summary().finished()) {
            results.get(0).settle(run);
            return;
        }
        Gate.Verdict verdict = gate.get().decide(run);
        run.status(verdict.published() ? RunState.SUCCEEDED : RunState.REJECTED, verdict.reason());
        out.println("gate   " + (verdict.published() ? "" : "not published: ") + verdict.reason());
    }

    private RunDirectory open(ResolvedConfig resolved, Configuration hadoop) throws IOException {
        Path runs = new Path(resolved.job().run().output());
        String name = resolved.job().run().name();
        String fresh = RunDirectory.newId(name, Instant.now());
        if (resume == Resume.never) {
            return RunDirectory.create(runs, runId != null ? runId : fresh, hadoop);
        }
        Optional<String> earlier = runId != null
                ? Optional.of(runId)
                : RunDirectory.unfinished(runs, stored -> ResumedConfig.isNamed(stored, name), hadoop);
        if (earlier.isEmpty()) {
            say("no unfinished run named " + name + " in " + runs + ": starting a new one");
        }
        RunDirectory run = RunDirectory.resume(runs, earlier.orElse(fresh), hadoop, this::say);
        try {
            Optional<String> stored = run.storedConfig();
            if (stored.isPresent()) {
                ResumedConfig.requireSame(stored.get(), resolved.text(), run.location());
            }
            return run;
        } catch (IOException | RuntimeException failure) {
            run.close();
            throw failure;
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
