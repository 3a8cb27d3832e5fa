package io.plateau.job;

import io.plateau.model.kernel.BlasKernels;
import io.plateau.predict.Predictor;
import io.plateau.train.TrainedModel;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau predict}. */
@Command(
        name = "predict",
        description = {
            "Predicts every task for every row of a table with the columns that the model was trained on, or for every",
            "molecule of a prepared dataset or of a raw form of QM9, under its gdb index.",
            "Writes the row's number and, in original units, one column per target; for classes the label and its probability."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local predict runs/mine/model patients.csv --output predictions.csv",
            "  submit/local predict runs/mine/model patients.csv.gz --output predictions.parquet",
            "  submit/local predict runs/qm9/model gdb9.sdf --output predictions.csv"
        })
final class PredictCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model directory, a run directory, or the directory of a champion.")
    private String model;

    @Parameters(
            index = "1",
            paramLabel = "INPUT",
            description = "A table in the format of the training data; for molecules a dataset, or a raw form of QM9.")
    private String input;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description = "The file to write: Parquet when it ends in .parquet, CSV otherwise.")
    private String output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Configuration hadoop = SparkSessions.hadoop();
        try {
            LocalDisk.withoutChecksumFiles(hadoop);
            requireWritable(new Path(output), hadoop);
            TrainedModel trained = TrainedModel.read(new Path(model), hadoop);
            Predictor.Outcome outcome =
                    new Predictor(trained, BlasKernels::new, hadoop).predict(new Path(input), new Path(output));
            outcome.unseen().counts().forEach((column, cells) -> spec.commandLine()
                    .getErr()
                    .println("plateau: " + cells + " cells of column '" + column
                            + "' hold a category that the training rows did not have"));
            if (outcome.leftOut() > 0) {
                spec.commandLine()
                        .getErr()
                        .println("plateau: left out " + outcome.leftOut()
                                + " molecules whose geometry does not carry their SMILES");
            }
            spec.commandLine().getOut().println(outcome.rows() + " rows  " + output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Found out before the reading, not after it. */
    private void requireWritable(Path file, Configuration hadoop) throws IOException {
        FileSystem fs = file.getFileSystem(hadoop);
        if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
            throw new ParameterException(spec.commandLine(), "--output " + output + " is a directory: name a file");
        }
        Path parent = fs.makeQualified(file).getParent();
        boolean there;
        try {
            there = fs.mkdirs(parent);
        } catch (IOException refused) {
            there = false;
        }
        boolean local = fs instanceof LocalFileSystem;
        if (!there || (local && !new File(parent.toUri().getPath()).canWrite())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--output " + output + ": cannot write to " + parent.toUri().getPath());
        }
    }
}
