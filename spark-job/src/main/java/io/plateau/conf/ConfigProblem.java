package io.plateau.conf;

import java.util.List;

/** Everything that is wrong with a configuration, one sentence per problem. The command line ends with code 2. */
public final class ConfigProblem extends RuntimeException {

    private final List<String> problems;

    /** Wraps at least one problem; the message is one line per problem. */
    public ConfigProblem(List<String> problems) {
        super(String.join("\n", problems));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem given");
        }
        this.problems = List.copyOf(problems);
    }

    /** Wraps a single problem. */
    public ConfigProblem(String problem) {
        this(List.of(problem));
    }

    /** The problems in the order of the configuration; at least one. */
    public List<String> problems() {
        return problems;
    }
}
