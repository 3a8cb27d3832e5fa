package io.plateau.job;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that every command has. */
final class Verbosity {

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where a failure happened (also with PLATEAU_DEBUG in the environment).")
    private boolean verbose;

    boolean isVerbose() {
        return verbose || System.getenv("PLATEAU_DEBUG") != null;
    }
}
