package io.plateau.job;

import io.plateau.checkpoint.Provenance;
import io.plateau.conf.ConfigProblem;
import io.plateau.report.CsvReport;
import io.plateau.report.HistorySections;
import io.plateau.report.HtmlReport;
import io.plateau.report.PictureReport;
import io.plateau.report.Report;
import io.plateau.report.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plateau report}. */
@Command(
        name = "report",
        description = {
            "Shows runs, also such as still train, in one file: curves of losses, metrics, weights, sharpness and conflicts, the",
            "cost of each policy against plain training, a comparison with significance marks, predictions, provenance."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local report runs/mine",
            "  submit/local report runs/nash-1 runs/nash-2 runs/ls-1 runs/ls-2 --output nash.html",
            "  submit/local report runs/mine --format svg --no-predictions --output curves.svg"
        })
final class ReportCommand implements Runnable {

    /** Forms of the result. */
    enum Format {
        /** One page with everything. */
        html,
        /** The charts as pixels. */
        png,
        /** The charts as curves. */
        svg,
        /** The points of the charts, one line each. */
        csv
    }

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Directories of runs; the variants of a run are shown with it.")
    private List<String> directories;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "The file to write; default: report.FORMAT, in the folder report of the run where there is only one.")
    private String output;

    @Option(names = "--format", paramLabel = "html|png|svg|csv", description = "Form of the result (default: html).")
    private Format format = Format.html;

    @Option(
            names = "--no-predictions",
            description = "Leave out what needs the dataset and a pass of the model over it.")
    private boolean noPredictions;

    @Spec
    private CommandSpec spec;

    private SparkSession spark;

    @Override
    public void run() {
        if ((format == Format.png || format == Format.svg) && !PictureReport.canDraw()) {
            throw new ConfigProblem("there is no font to draw with: install fontconfig and a font, such as the packages"
                    + " fontconfig and fonts-dejavu-core, or take --format html");
        }
        Configuration hadoop = SparkSessions.hadoop();
        try {
            LocalDisk.withoutChecksumFiles(hadoop);
            List<ReportedRun> runs = ReportedRun.read(directories, hadoop);
            Path file = file(runs);
            OutputFiles files = OutputFiles.at(
                    "--output",
                    file.getParent().toString(),
                    List.of(file.getFileName().toString()));
            Report report = report(runs, hadoop);
            files.write(folder -> write(report, folder.resolve(file.getFileName())));
            spec.commandLine().getOut().println(file);
            spec.commandLine().getOut().flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (spark != null) {
                spark.close();
            }
        }
    }

    private Path file(List<ReportedRun> runs) {
        if (output != null) {
            if (output.isBlank() || output.contains("://") || output.endsWith("/")) {
                throw new ConfigProblem("--output " + output + ": name a file of this machine");
            }
            return Path.of(output).toAbsolutePath().normalize();
        }
        String name = "report." + format;
        boolean inside = directories.size() == 1 && runs.get(0).run().isLocal();
        return (inside ? Path.of(runs.get(0).run().location(), "report", name) : Path.of(name)).toAbsolutePath();
    }

    private Report report(List<ReportedRun> runs, Configuration hadoop) {
        HistorySections charts =
                new HistorySections(runs.stream().map(ReportedRun::history).toList());
        ReportTables tables = new ReportTables(runs);
        List<Section> sections = new ArrayList<>(List.of(tables.overview()));
        sections.addAll(tables.results(charts));
        sections.add(charts.losses());
        sections.add(charts.metrics());
        sections.add(charts.alpha());
        sections.add(charts.conflicts());
        sections.add(charts.sharpness());
        if (!noPredictions) {
            sections.add(ReportPredictions.of(runs, hadoop, this::spark));
        }
        sections.add(tables.provenance());
        String title = runs.size() == 1
                ? runs.get(0).label()
                : directories.size() == 1 ? runs.get(0).run().id() : runs.size() + " runs";
        return new Report(
                title,
                "Report by plateau " + Provenance.plateauVersion() + ", "
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                runs.stream().map(run -> run.history().times()).toList(),
                sections);
    }

    private SparkSession spark() {
        if (spark == null) {
            spark = SparkSessions.open("plateau report");
        }
        return spark;
    }

    private void write(Report report, Path file) throws IOException {
        switch (format) {
            case html -> HtmlReport.write(report, file);
            case png -> PictureReport.png(report, file);
            case svg -> PictureReport.svg(report, file);
            case csv -> CsvReport.write(report, file);
        }
    }
}
