package io.plateau.observe;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Something did not answer within its limit: Spark, an executor, a file system. The command line ends with code 7. */
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Spark tells why a job was cancelled in the text of its exception alone. */
    private static final String MARK = "[no answer] ";

    /**
     * A wait that was given up.
     *
     * @param message names what did not answer, the limit and the remedy
     * @param cause what the wait ended with
     */
    public Unanswered(String message, Throwable cause) {
        super(message, cause);
    }

    /** A reason that {@link #in} finds again. */
    static String marked(String reason) {
        return MARK + reason;
    }

    /** The marked reason in a chain of causes. */
    static Optional<String> in(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            int at = text.indexOf(MARK);
            if (at >= 0) {
                return text.substring(at + MARK.length()).lines().findFirst();
            }
        }
        return Optional.empty();
    }
}
