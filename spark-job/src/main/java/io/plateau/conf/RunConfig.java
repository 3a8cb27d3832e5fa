package io.plateau.conf;

/**
 * Section {@code run}.
 *
 * @param name first part of the run id; letters, digits, '.', '_' and '-'
 * @param output directory of all runs, a Hadoop path
 * @param seed the source of all randomness of the run
 */
public record RunConfig(String name, String output, long seed) {

    /** Of a name that is a directory on every file system. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    static RunConfig from(Section run) {
        return new RunConfig(
                run.matching("name", NAME, "may hold only letters, digits, '.', '_' and '-'"),
                run.filled("output"),
                run.integer("seed"));
    }
}
