package io.plateau.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plateau prepare}: a source to a dataset. */
@Command(
        name = "prepare",
        description = "Turns a source into a Plateau dataset: Parquet files and dataset.json.",
        subcommands = {
            PrepareCsvCommand.class,
            PrepareQm9Command.class,
            PrepareSyntheticCommand.class,
            PrepareConfigCommand.class,
            PrepareAppendCommand.class
        },
        synopsisSubcommandLabel = "SOURCE",
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local prepare csv --source table.csv --targets price,rent --group city --output data/houses",
            "  submit/local prepare qm9 --source dsgdb9nsd.xyz.tar.bz2 --output data/qm9",
            "  submit/local prepare synthetic --rows 4000 --tasks 10 --output data/toy",
            "  submit/local prepare config --config conf/parkinsons.conf",
            "  submit/local prepare append data/houses more.csv"
        })
final class PrepareCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a source: " + String.join(", ", spec.subcommands().keySet()));
    }
}
