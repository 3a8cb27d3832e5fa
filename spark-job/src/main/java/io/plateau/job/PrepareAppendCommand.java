package io.plateau.job;

import io.plateau.conf.Moment;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetAppender;
import io.plateau.data.DatasetPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau prepare append}. */
@Command(
        name = "append",
        description = {
            "Adds the rows of another table to a dataset of a table, as a part with a date that 'train --since' can pick.",
            "Columns, categories, class labels, scaling and the split of the rows that are there stay as they are."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local prepare append data/patients november.csv",
            "  submit/local prepare append data/patients october.csv --dated 2026-10-31"
        })
final class PrepareAppendCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "DATASET", description = "A dataset prepared from a table.")
    private String dataset;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "A table in the format of that table, with its columns.")
    private String file;

    @Option(
            names = "--dated",
            paramLabel = "WHEN",
            description = "Date or time of the part, not before that of the newest (default: now).")
    private String dated;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Instant added = dated == null
                ? Instant.now()
                : Moment.parse(dated)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--dated " + dated + ": name " + Moment.FORM));
        try {
            SparkSessions.run("plateau prepare append", spark -> {
                Dataset more = DatasetAppender.append(spark, new Path(dataset), new Path(file), added);
                DatasetPart part = more.parts().get(more.parts().size() - 1);
                spec.commandLine()
                        .getErr()
                        .println("plateau: added " + part.rows().total() + " rows of " + part.added() + " ("
                                + part.rows().train() + " for training), now " + DatasetSummary.of(more));
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        spec.commandLine().getOut().println(dataset);
    }
}
