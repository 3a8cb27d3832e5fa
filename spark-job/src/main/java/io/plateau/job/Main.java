package io.plateau.job;

import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.Redaction;
import io.plateau.conf.ConfigProblem;
import io.plateau.model.kernel.OpenBlasCore;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code plateau}. */
@Command(
        name = "plateau",
        description = "Trains multi-task models on Apache Spark: per-task flat regions and Nash bargaining.",
        subcommands = {
            PrepareCommand.class,
            ValidateCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ReproduceCommand.class,
            CompareCommand.class,
            SweepCommand.class,
            ReportCommand.class,
            BenchCommand.class,
            ToyCommand.class
        },
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local validate --config conf/quickstart.conf",
            "  submit/local prepare csv --source table.csv --targets price,rent --output data/houses",
            "",
            "Exit codes: 0 done, 2 configuration or usage, 3 data, 4 training cannot go on, 5 the storage takes no more writes,",
            "6 a training made again came to other bits, 7 Spark or the storage does not answer, 1 anything else."
        })
public final class Main implements Runnable {

    private static final int HELP_WIDTH = 120;

    @Mixin
    private Verbosity verbosity;

    @SuppressWarnings("unused") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("unused") // picocli reads it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    /** Runs the program; a failure ends the process as whoever started it expects, see {@link ProcessEnd}. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new Main());
        Failures failures = failures(command);
        int code = run(command, failures, out, err, args);
        if (code != ExitCode.OK) {
            ProcessEnd.fail(code, failures.said());
        }
    }

    /**
     * Runs the program without ending the process.
     *
     * @param out for results
     * @param err for messages
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = new CommandLine(new Main());
        return run(command, failures(command), out, err, args);
    }

    /** After the command line was made, which fills in the mixins. */
    private static Failures failures(CommandLine command) {
        return new Failures(command.<Main>getCommand().verbosity);
    }

    private static int run(
            CommandLine command, Failures failures, PrintWriter plainOut, PrintWriter plainErr, String... args) {
        // Before anything loads the library: ND4J does so too, and bits depend on what it takes.
        OpenBlasCore.prepare();
        Stream.of(args).forEach(Redaction::learn);
        PrintWriter out = new PrintWriter(new RedactingWriter(plainOut), true);
        PrintWriter err = new PrintWriter(new RedactingWriter(plainErr), true);
        try {
            return execute(command, failures, out, err, args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int execute(
            CommandLine command, Failures failures, PrintWriter out, PrintWriter err, String... args) {
        command.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
        try {
            ClassPathCheck.ofThisProcess(message -> err.println("plateau: " + message));
            return command.execute(args);
        } catch (ConfigProblem | OutOfMemoryError | LinkageError failure) {
            // Errors pass picocli by; these have a cause that the user can do something about.
            return failures.report(failure, err);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The version that the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"plateau " + Provenance.plateauVersion()};
        }
    }
}
