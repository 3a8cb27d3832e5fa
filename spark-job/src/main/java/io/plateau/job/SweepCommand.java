package io.plateau.job;

import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.JobConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.conf.SweepExecution;
import io.plateau.conf.SweepLoader;
import io.plateau.conf.SweepPlan;
import io.plateau.data.Split;
import io.plateau.observe.TrialBoard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
            "  submit/yarn sweep --config my.conf --sweep my-sweep.conf --set sweep.placement=executor",
            "",
            "conf/sweep-reference.conf explains what a sweep file holds; --set sweep.key=value overrides it."
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

    @Option(names = "--quiet", description = "Show no progress, only messages and results.")
    private boolean quiet;

    /** Has something written where the board of the trials, if there is one, does not write over it. */
    private volatile Consumer<Runnable> screen = Runnable::run;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        SweepPlan plan = SweepLoader.read(file, config.take("sweep"));
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
                    settings(plan.execution()),
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
            List<Sweep.Outcome> outcomes = train(plan, trials, opened, directory, spark, interrupted);
            new SweepReport(plan, directory, opened.dataset(), spark, settings -> load(baselines, settings))
                    .write(outcomes, out, this::say);
        }
    }

    private List<Sweep.Outcome> train(
            SweepPlan plan,
            List<PlannedTrial> trials,
            Datasets.Opened opened,
            SweepDirectory directory,
            SparkSession spark,
            BooleanSupplier interrupted)
            throws IOException {
        Map<String, Integer> epochs = new LinkedHashMap<>();
        trials.forEach(planned -> epochs.put(
                planned.trial().name(), planned.config().job().training().epochs()));
        PrintWriter err = spec.commandLine().getErr();
        boolean executors = plan.execution().placement() == SweepExecution.Placement.EXECUTOR;
        try (TrialBoard board = TrialBoard.start(err, epochs, quiet);
                TrialPlace place = executors
                        ? new ExecutorPlace(spark, opened, board, interrupted)
                        : new DriverPlace(spark, opened, plan.execution().parallel() <= 1, board, interrupted)) {
            screen = board::message;
            return new Sweep(
                            plan,
                            opened.dataset(),
                            directory,
                            place,
                            board,
                            spec.commandLine().getParseResult().originalArgs(),
                            this::say,
                            interrupted)
                    .run(trials);
        } finally {
            screen = Runnable::run;
        }
    }

    /** What the way of running the trials needs of Spark. */
    private static Map<String, String> settings(SweepExecution execution) {
        return switch (execution.placement()) {
                // A second copy of a slow task would be a second training in one directory.
            case EXECUTOR -> Map.of("spark.speculation", "false");
            case CLUSTER -> execution.parallel() > 1 ? Map.of("spark.scheduler.mode", "FAIR") : Map.of();
        };
    }

    private void sayEnding() {
        say("ending after this step");
    }

    private void say(String message) {
        PrintWriter err = spec.commandLine().getErr();
        screen.accept(() -> {
            err.println("plateau: " + message);
            err.flush();
        });
    }
}
