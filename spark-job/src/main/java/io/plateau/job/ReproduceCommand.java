package io.plateau.job;

import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunStart;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.data.DataProblem;
import io.plateau.train.ModelCard;
import io.plateau.train.TrainedModel;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau reproduce}. */
@Command(
        name = "reproduce",
        description = {
            "Trains a model anew from its card (card.json: configuration, data, software), into a run of its own, and says whether",
            "the bits agree. Publishes nothing. Exit code 0: they agree; 6: they do not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local reproduce runs/mine",
            "  submit/local reproduce models/patients --dataset data/patients --output again"
        })
final class ReproduceCommand implements Runnable {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model directory, a run directory, or the directory of a champion.")
    private String model;

    @Option(
            names = "--dataset",
            paramLabel = "DIR",
            description =
                    "Where the dataset lies now (default: where it lay). One that is not there is prepared where the card"
                            + " names its source.")
    private String dataset;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory for the new run (default: the directory of the runs that the model is from).")
    private String output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try {
            Configuration hadoop = SparkSessions.hadoop();
            TrainedModel there = TrainedModel.read(new Path(model), hadoop);
            ModelCard card = ModelCard.read(new Path(model), hadoop);
            ResolvedConfig config = ConfigLoader.ofText(card.configuration(), "the card of " + model, settings(hadoop));
            try (Interruption signal = Interruption.watch(() -> say("ending after this step"))) {
                SparkSessions.run(
                        "plateau reproduce " + card.run(),
                        config.job(),
                        spark -> reproduce(there, card, config, spark, signal));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Setting[] settings(Configuration hadoop) throws IOException {
        List<Setting> settings = new ArrayList<>();
        // The figures of the runs are in evaluation.baseline; the runs may be gone.
        settings.add(new Setting("reproduce", "evaluation.baseline-runs", List.of()));
        settings.add(new Setting("reproduce", "training.compare", List.of()));
        settings.add(new Setting("reproduce", "publish.champion", ""));
        OutputOptions.add(settings, "--dataset", "dataset.path", dataset);
        OutputOptions.add(settings, "--output", "run.output", output);
        Optional<Path> start = RunStart.beside(new Path(model), hadoop);
        start.ifPresent(path -> settings.add(new Setting("reproduce", "start.model", path.toString())));
        return settings.toArray(Setting[]::new);
    }

    private void reproduce(
            TrainedModel there, ModelCard card, ResolvedConfig config, SparkSession spark, Interruption signal)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Datasets.Opened opened = Datasets.findOrPrepare(config.job().dataset(), spark, this::say);
        Optional<WarmStart> start = WarmStart.of(config.job(), hadoop);
        start.ifPresent(from -> from.requireAll(config.job(), opened.dataset()));
        if (!opened.dataset().fingerprint().equals(card.fingerprint())) {
            throw new DataProblem("the dataset " + config.job().dataset().path() + " is not the one that " + model
                    + " was trained on (" + there.dataset().name() + ", fingerprint " + card.fingerprint()
                    + "): name that one with --dataset");
        }
        String id = RunDirectory.newId("reproduce-" + card.run(), Instant.now());
        try (RunDirectory run = RunDirectory.create(new Path(config.job().run().output()), id, hadoop)) {
            run.config(config.text());
            run.provenance(
                    Provenance.ofThisProcess(spec.commandLine().getParseResult().originalArgs()));
            String label = Trial.label(config.job());
            Trial.onDriver(opened, spark, this::say, signal, start).settled(label, config, run, Trial.line(label));
            Reproduction made = Reproduction.of(
                    there, card, TrainedModel.read(run.model(), hadoop), ModelCard.read(run.model(), hadoop));
            PrintWriter out = spec.commandLine().getOut();
            made.print(out);
            out.println("model       " + run.location() + "/model");
            out.flush();
            if (made.different() > 0) {
                throw new OtherBits("the bits do not agree"
                        + (made.changed().isEmpty() ? "" : ". What is not as it was: " + made.changed()));
            }
            out.println("bits agree");
        } catch (TrainingInterrupted left) {
            say("stopped after step " + left.step() + ": " + model + " was not made again");
        }
    }

    private void say(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plateau: " + message);
        err.flush();
    }
}
