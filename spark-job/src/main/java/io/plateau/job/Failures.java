package io.plateau.job;

import io.plateau.checkpoint.CorruptFiles;
import io.plateau.checkpoint.Redaction;
import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.StorageProblem;
import io.plateau.conf.ConfigProblem;
import io.plateau.data.DataProblem;
import io.plateau.observe.Unanswered;
import io.plateau.train.TrainingFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into {@code plateau: <message>} on standard error and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Verbosity verbosity;
    private String said = "";

    Failures(Verbosity verbosity) {
        this.verbosity = verbosity;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure, command.getErr());
    }

    /** Writes the message and gives the exit code. */
    int report(Throwable failure, PrintWriter err) {
        Throwable known = known(failure);
        messages(known).forEach(message -> err.println("plateau: " + message));
        said = String.join("; ", messages(known));
        if (verbosity.isVerbose()) {
            failure.printStackTrace(err);
        } else if (code(known) == ExitCode.UNEXPECTED) {
            err.println("plateau: --verbose shows where");
        }
        err.flush();
        return code(known);
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("plateau: " + mistake.getMessage());
        said = Redaction.of(mistake.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
            err.println("plateau: '" + command.getCommandSpec().qualifiedName() + " --help' shows the options");
        }
        err.flush();
        return ExitCode.CONFIGURATION;
    }

    /** What was reported last, in one line; empty when nothing was. */
    String said() {
        return said;
    }

    /** What to tell a person of a failure, in one line. */
    static String message(Throwable failure) {
        return String.join("; ", messages(known(failure)));
    }

    private static List<String> messages(Throwable failure) {
        return plainMessages(failure).stream().map(Redaction::of).toList();
    }

    private static List<String> plainMessages(Throwable failure) {
        if (failure instanceof ConfigProblem problem) {
            return problem.problems();
        }
        if (code(failure) != ExitCode.UNEXPECTED) {
            return List.of(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            return List.of("out of memory: give the Java heap more with PLATEAU_HEAP, such as PLATEAU_HEAP=8g");
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
            return List.of("input or output failed: " + firstLine(cause));
        }
        return List.of("unexpected failure: " + failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : ": " + firstLine(failure)));
    }

    private static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return text.lines().findFirst().orElse("");
    }

    private static int code(Throwable failure) {
        if (failure instanceof ConfigProblem || failure instanceof RunProblem) {
            return ExitCode.CONFIGURATION;
        }
        if (failure instanceof DataProblem || failure instanceof CorruptFiles) {
            return ExitCode.DATA;
        }
        if (failure instanceof StorageProblem) {
            return ExitCode.STORAGE;
        }
        if (failure instanceof OtherBits) {
            return ExitCode.DIFFERENT;
        }
        if (failure instanceof Unanswered) {
            return ExitCode.UNANSWERED;
        }
        return failure instanceof TrainingFailure ? ExitCode.TRAINING : ExitCode.UNEXPECTED;
    }

    /** The failure with a code of its own inside a chain of causes: Spark wraps what its tasks throw. */
    private static Throwable known(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain.stream()
                .filter(cause -> code(cause) != ExitCode.UNEXPECTED)
                .findFirst()
                .orElse(failure);
    }
}
