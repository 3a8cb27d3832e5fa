package io.plateau.job;

/** How the program ends. */
final class ExitCode {

    static final int OK = 0;
    /** A defect of the program or of its surroundings. */
    static final int UNEXPECTED = 1;
    /** Bad usage, or something wrong in the configuration or with the run directory. */
    static final int CONFIGURATION = 2;
    /** Something wrong with the data or with a saved model. */
    static final int DATA = 3;
    /** The training cannot go on: a gradient that is not finite, a policy that says stop. */
    static final int TRAINING = 4;
    /** A file system that does not take what is to be written; what was saved before is whole. */
    static final int STORAGE = 5;

    /** A training that was made again came to other bits. */
    static final int DIFFERENT = 6;

    /** Something that did not answer within its limit: Spark, an executor, a file system. */
    static final int UNANSWERED = 7;

    private ExitCode() {}
}
