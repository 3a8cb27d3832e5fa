package io.plateau.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau compare}. */
@Command(
        name = "compare",
        description = {
            "Sets finished runs side by side: every task's test metric as mean and standard deviation over the seeds of a",
            "method, Delta_m and the mean rank. Runs of one task (train --single-task) become the baseline of Delta_m."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local compare runs/nash-1 runs/nash-2 runs/ls-1 runs/ls-2",
            "  submit/local compare runs/qm9-* --by name --format csv > qm9.csv"
        })
final class CompareCommand implements Runnable {

    /** Forms of the result. */
    enum Format {
        /** For people. */
        table,
        /** One line per group and figure. */
        csv,
        /** With the figures of every run. */
        json
    }

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Directories of finished runs.")
    private List<String> directories;

    @Option(
            names = "--by",
            paramLabel = "method|name",
            description = "What makes a group: method and sharpness mode (default), or run.name.")
    private RunGroups.By by = RunGroups.By.method;

    @Option(names = "--format", paramLabel = "table|csv|json", description = "Form of the result (default: table).")
    private Format format = Format.table;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Configuration hadoop = SparkSessions.hadoop();
        List<ScoredRun> runs = new ArrayList<>();
        try {
            for (String directory : directories) {
                runs.add(ScoredRun.read(directory, hadoop));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Comparison comparison = Comparison.of(runs, by);
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case table -> ComparisonTable.print(comparison, out);
            case csv -> ComparisonFiles.csv(comparison, out);
            case json -> ComparisonFiles.json(comparison, out);
        }
    }
}
