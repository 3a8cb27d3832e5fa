package io.plateau.data;

/**
 * Something is wrong with the data, and the message alone says what: the file, the line and column where there are any, and what to
 * do about it. The command line prints the message and ends with exit code 3; a stack trace would add nothing.
 */
public final class DataProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A problem found in the data itself.
     *
     * @param message one complete message for the user
     */
    public DataProblem(String message) {
        super(message);
    }

    /**
     * A problem reported by a library below.
     *
     * @param message one complete message for the user
     * @param cause the library's exception, for debugging
     */
    public DataProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
