package io.plateau.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plateau prepare config}. */
@Command(
        name = "config",
        description = "Prepares the dataset that a configuration names.",
        footerHeading = "%nExample:%n",
        footer = "  submit/local prepare config --config conf/parkinsons.conf --set dataset.files=8")
final class PrepareConfigCommand implements Runnable {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--overwrite", description = "Replace a dataset that is there.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        OutputOptions.run(
                config.load().job().dataset(),
                overwrite,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
