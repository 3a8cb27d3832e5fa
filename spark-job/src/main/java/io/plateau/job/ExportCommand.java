package io.plateau.job;

import io.plateau.checkpoint.WholeFile;
import io.plateau.export.ModelFormat;
import io.plateau.export.Onnx;
import io.plateau.export.Safetensors;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau export}. */
@Command(
        name = "export",
        description = {
            "Writes a trained model in an open format: safetensors holds the named parameters and how they are to be read; onnx holds",
            "the whole computation, from features in original units to predictions in original units, for the models mlp and mpnn."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local export runs/mine --format onnx --output mine.onnx",
            "  submit/local export runs/mine/model --format safetensors --output mine.safetensors --overwrite"
        })
final class ExportCommand implements Runnable {

    /** Names of the formats. */
    enum Format {
        /** Named parameters. */
        safetensors,
        /** The whole computation. */
        onnx;

        ModelFormat form() {
            return switch (this) {
                case safetensors -> new Safetensors();
                case onnx -> new Onnx();
            };
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model directory, a run directory, or the directory of a champion.")
    private String model;

    @Option(
            names = "--format",
            paramLabel = "safetensors|onnx",
            required = true,
            description = "The format: safetensors or onnx.")
    private Format format;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file to write.")
    private String output;

    @Option(names = "--overwrite", description = "Replace the file when it is there.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Configuration hadoop = SparkSessions.hadoop();
        Path file = new Path(output);
        try {
            LocalDisk.withoutChecksumFiles(hadoop);
            WholeFile.require(file, overwrite, hadoop);
            byte[] content = format.form().encode(TrainedModel.read(new Path(model), hadoop));
            WholeFile.write(file, content, overwrite, hadoop);
            spec.commandLine().getOut().println(format + "  " + content.length + " bytes  " + output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
