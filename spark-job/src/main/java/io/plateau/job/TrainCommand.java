package io.plateau.job;

import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunState;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.data.Dataset;
import io.plateau.train.BatchPlan;
import java.io.IOException;
import java.io.PrintWriter;
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
            "  submit/local train --config conf/parkinsons.conf --run-id mine --resume auto"
        })
final class TrainCommand implements Runnable {

    /** What to do about an earlier run. */
    enum Resume {
        /** Go on with the run of that id, or the newest unfinished one of that name. */
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
                            + " checkpoint (default: never).")
    private Resume resume = Resume.never;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ResolvedConfig resolved = load();
        try (SparkSession spark =
                SparkSessions.open("plateau train " + resolved.job().run().name())) {
            train(resolved, spark);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private ResolvedConfig load() {
        return output == null ? config.load() : config.load(new Setting("--output", "run.output", output));
    }

    private void train(ResolvedConfig resolved, SparkSession spark) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Dataset dataset = Datasets.findOrPrepare(resolved.job().dataset(), spark, this::say);
        BatchPlan.of(resolved.job().training(), dataset);
        try (RunDirectory run = open(resolved, hadoop)) {
            Trial trial = new Trial(dataset, spark, this::say);
            try {
                run.config(resolved.text());
                run.provenance(Provenance.ofThisProcess(
                        spec.commandLine().getParseResult().originalArgs()));
                out.println("run    " + run.path());
                out.flush();
                List<Trial.Result> results = new ArrayList<>(trial.all(resolved.job(), run));
                ResultTable.print(results, out);
                out.println();
                out.println("model  " + run.model());
                out.println("logs   " + new Path(run.path(), "steps.jsonl") + ", epochs.jsonl");
                boolean finished = results.get(0).summary().finished();
                run.status(
                        finished ? RunState.SUCCEEDED : RunState.STOPPED,
                        finished ? "" : "bargaining.on-stationary = stop: no common descent direction is left");
            } catch (IOException | RuntimeException failure) {
                run.status(RunState.FAILED, String.valueOf(failure.getMessage()));
                throw failure;
            }
        }
    }

    private RunDirectory open(ResolvedConfig resolved, Configuration hadoop) throws IOException {
        Path runs = new Path(resolved.job().run().output());
        String name = resolved.job().run().name();
        if (resume == Resume.never) {
            return RunDirectory.create(runs, runId != null ? runId : RunDirectory.newId(name, Instant.now()), hadoop);
        }
        Optional<String> earlier = runId != null ? Optional.of(runId) : RunDirectory.unfinished(runs, name, hadoop);
        RunDirectory run = RunDirectory.resume(
                runs, earlier.orElseGet(() -> RunDirectory.newId(name, Instant.now())), hadoop, this::say);
        try {
            Optional<String> stored = run.storedConfig();
            if (stored.isPresent()) {
                ResumedConfig.requireSame(stored.get(), resolved.text(), run.path());
            }
            return run;
        } catch (IOException | RuntimeException failure) {
            run.close();
            throw failure;
        }
    }

    private void say(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plateau: " + message);
        err.flush();
    }
}
