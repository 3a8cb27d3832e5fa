package io.plateau.job;

import io.plateau.conf.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plateau prepare csv}. */
@Command(
        name = "csv",
        description = {
            "Prepares a dataset from a text table, gzipped or not.",
            "Every column that is neither target, group nor ignored is an input."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local prepare csv --source patients.csv --targets motor,total --group patient --output data/patients",
            "  submit/local prepare csv --source census.data --columns age,work,income --targets income --binary income"
                    + " \\",
            "      --categorical work --output data/census"
        })
final class PrepareCsvCommand implements Runnable {

    @Mixin
    private OutputOptions output;

    @Option(names = "--source", paramLabel = "FILE", required = true, description = "The table.")
    private String source;

    @Option(
            names = "--targets",
            paramLabel = "COLUMN",
            split = ",",
            required = true,
            description = "Columns to predict, one task each.")
    private List<String> targets;

    @Option(
            names = "--binary",
            paramLabel = "COLUMN",
            split = ",",
            description = "Targets that are classes: two values.")
    private List<String> binary;

    @Option(
            names = "--classes",
            paramLabel = "COLUMN",
            split = ",",
            description = "Targets that are classes: two or more values.")
    private List<String> classes;

    @Option(
            names = "--categorical",
            paramLabel = "COLUMN",
            split = ",",
            description = "Inputs to expand one-hot; columns with text need it.")
    private List<String> categorical;

    @Option(names = "--ignore", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.")
    private List<String> ignore;

    @Option(names = "--group", paramLabel = "COLUMN", description = "Rows with equal values stay in one split.")
    private String group;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN",
            split = ",",
            description = "Names of the columns, for a table without a header.")
    private List<String> columns;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "Between two cells (default: a comma; \\t: a tab).")
    private String delimiter;

    @Option(names = "--quote", paramLabel = "CHAR", description = "Around a cell with delimiters (default: \").")
    private String quote;

    @Option(
            names = "--missing",
            paramLabel = "TEXT",
            split = ",",
            description = "Cells that mean 'not known' (default: empty, ?, NA, NaN).")
    private List<String> missing;

    @Option(
            names = "--missing-features",
            paramLabel = "POLICY",
            description = "An unknown number among the inputs: fail or mean (default: fail).")
    private String missingFeatures;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String csv = "dataset.source.csv.";
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("prepare csv", "dataset.source.kind", "csv"));
        settings.add(new Setting("--source", csv + "file", source));
        settings.add(new Setting("--targets", csv + "targets", targets));
        OutputOptions.add(settings, "--binary", csv + "binary", binary);
        OutputOptions.add(settings, "--classes", csv + "classes", classes);
        OutputOptions.add(settings, "--categorical", csv + "categorical", categorical);
        OutputOptions.add(settings, "--ignore", csv + "ignore", ignore);
        OutputOptions.add(settings, "--group", csv + "group", group);
        OutputOptions.add(settings, "--columns", csv + "columns", columns);
        OutputOptions.add(settings, "--columns", csv + "header", columns == null);
        OutputOptions.add(settings, "--delimiter", csv + "delimiter", "\\t".equals(delimiter) ? "\t" : delimiter);
        OutputOptions.add(settings, "--quote", csv + "quote", quote);
        OutputOptions.add(settings, "--missing", csv + "missing", missing);
        OutputOptions.add(settings, "--missing-features", csv + "missing-features", missingFeatures);
        output.prepare(settings, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
