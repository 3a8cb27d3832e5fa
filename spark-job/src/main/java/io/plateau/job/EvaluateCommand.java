package io.plateau.job;

import io.plateau.data.DataFile;
import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.Fingerprint;
import io.plateau.data.Split;
import io.plateau.data.SplitFile;
import io.plateau.train.Evaluation;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau evaluate}. */
@Command(
        name = "evaluate",
        description = "Scores a trained model on one split of a dataset, in the units that its errors are reported in.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local evaluate runs/mine/model data/parkinsons",
            "  submit/local evaluate runs/mine data/parkinsons --split validation",
            "  submit/local evaluate runs/adult data/adult --format json > calibration.json"
        })
final class EvaluateCommand implements Runnable {

    /** Forms of the result. */
    enum Format {
        /** For people. */
        table,
        /** Every metric, with the reliability bins of classifications. */
        json
    }

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model directory, a run directory, or the directory of a champion.")
    private String model;

    @Parameters(index = "1", paramLabel = "DATASET", description = "A prepared dataset with the model's columns.")
    private String directory;

    @Option(names = "--split", paramLabel = "SPLIT", description = "test (default), validation or train.")
    private String split = "test";

    @Option(
            names = "--split-file",
            paramLabel = "FILE",
            description = "Divide the dataset by this file; needed for a model whose training was divided by it.")
    private String splitFile;

    @Option(
            names = "--format",
            paramLabel = "table|json",
            description = "Form of the result: table (default), or json with every metric and, for classifications, the"
                    + " reliability bins.")
    private Format format = Format.table;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Split which = split();
        try {
            SparkSessions.run("plateau evaluate", spark -> evaluate(which, spark));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void evaluate(Split which, SparkSession spark) throws IOException {
        TrainedModel trained =
                TrainedModel.read(new Path(model), spark.sparkContext().hadoopConfiguration());
        Datasets.Opened opened = open(spark.sparkContext().hadoopConfiguration());
        Dataset dataset = opened.dataset();
        ModelColumns.require(trained.dataset(), dataset, directory);
        requireSameDivision(trained.dataset(), dataset);
        if (dataset.rows(which) == 0) {
            throw new DataProblem(directory + " has no rows in its " + split + " split: name another with --split");
        }
        print(
                ModelScores.of(trained, spark, directory, opened, which).against(trained.baseline()),
                dataset.rows(which));
    }

    private void print(Evaluation evaluation, long rows) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case table -> {
                out.printf(Locale.ROOT, "%s split of %s, %d rows%n", split, directory, rows);
                ResultTable.printScores(evaluation, out);
            }
            case json -> EvaluationFile.json(directory, split, rows, evaluation, out);
        }
    }

    private Split split() {
        for (Split known : Split.values()) {
            if (known.name().equalsIgnoreCase(split)) {
                return known;
            }
        }
        throw new ParameterException(spec.commandLine(), "--split " + split + ": known are test, validation and train");
    }

    private Datasets.Opened open(Configuration hadoop) {
        Path path = new Path(directory);
        return Datasets.Opened.of(
                path,
                Dataset.read(path, hadoop),
                Optional.ofNullable(splitFile).map(file -> SplitFile.read(new Path(file), hadoop)),
                hadoop);
    }

    /** Rows that trained the model must not pass for rows that test it. */
    private void requireSameDivision(Dataset of, Dataset given) {
        DataFile file = of.splitFile();
        if (file != null && Fingerprint.divided(given.fingerprint(), file).equals(of.fingerprint())) {
            throw new DataProblem("the model was trained on " + directory + " divided by " + file.name()
                    + ", its splits here are others: give the file with --split-file");
        }
    }
}
