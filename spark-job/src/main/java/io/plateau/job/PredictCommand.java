package io.plateau.job;

import io.plateau.model.kernel.BlasKernels;
import io.plateau.predict.Predictor;
import io.plateau.predict.Uncertainty;
import io.plateau.train.TrainedModel;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
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
            "Writes the row's number and, in original units, one column per target; for classes the label and its probability.",
            "Parquet is read on all cores, or all executors; memory does not depend on the number of rows."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local predict runs/mine/model patients.csv --output predictions.csv",
            "  submit/local predict runs/mine/model patients.csv.gz --output predictions.parquet",
            "  submit/local predict runs/mine warehouse/patients --output predictions --keep id,name --overwrite",
            "  submit/local predict runs/mine patients.csv --output predictions.csv --uncertainty 16",
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
            description =
                    "A text table in the format of the training data, a Parquet file or a directory of them, or a prepared"
                            + " dataset; for molecules a dataset, or a raw form of QM9.")
    private String input;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description =
                    "What to write: a file when it ends in .csv or .parquet, otherwise a directory of Parquet files.")
    private String output;

    @Option(names = "--overwrite", description = "Replace the output when it is there.")
    private boolean overwrite;

    @Option(
            names = "--keep",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns of the table to pass on, between the row's number and the predictions.")
    private List<String> keep = new ArrayList<>();

    @Option(
            names = "--uncertainty",
            paramLabel = "N",
            description =
                    "Add to every number its standard deviation over N models whose parameters were moved a little; takes N"
                            + " times as long.")
    private int uncertainty;

    @Option(
            names = "--uncertainty-radius",
            paramLabel = "R",
            description = "How far they are moved, relative to the size of each tensor; default ${DEFAULT-VALUE}.")
    private double radius = 0.05;

    @Option(
            names = "--uncertainty-seed",
            paramLabel = "SEED",
            description = "Draws the directions; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Configuration hadoop = SparkSessions.hadoop();
        try {
            LocalDisk.withoutChecksumFiles(hadoop);
            requireWritable(new Path(output), hadoop);
            Predictor.Plan plan = new Predictor(TrainedModel.read(new Path(model), hadoop), BlasKernels::new, hadoop)
                    .withKeep(keep)
                    .withUncertainty(new Uncertainty(uncertainty, radius, seed))
                    .withOverwrite(overwrite)
                    .plan(new Path(input), new Path(output));
            if (plan.parts() <= 1 && SparkSessions.isLocal()) {
                report(plan.run()); // Spark would take longer to start
            } else {
                SparkSessions.run(
                        "plateau predict",
                        spark -> report(plan.run(JavaSparkContext.fromSparkContext(spark.sparkContext()))));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void report(Predictor.Outcome outcome) {
        PrintWriter err = spec.commandLine().getErr();
        outcome.unseen()
                .counts()
                .forEach((column, cells) -> err.println("plateau: " + cells + " cells of column '" + column
                        + "' hold a category that the training rows did not have"));
        if (outcome.leftOut() > 0) {
            err.println(
                    "plateau: left out " + outcome.leftOut() + " molecules whose geometry does not carry their SMILES");
        }
        spec.commandLine().getOut().println(outcome.rows() + " rows  " + output);
    }

    /** Found out before the reading, not after it. */
    private void requireWritable(Path file, Configuration hadoop) throws IOException {
        FileSystem fs = file.getFileSystem(hadoop);
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
