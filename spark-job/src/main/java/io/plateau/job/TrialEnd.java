package io.plateau.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** How a stretch of a trial ended, on its way to the driver. A failure is a result: thrown, it would have Spark try the task again. */
final class TrialEnd implements Serializable {
    private static final long serialVersionUID = 1;

    private final TrialState state;
    private final String message;
    private final ArrayList<String> notices;

    /**
     * An end.
     *
     * @param message why the trial has not finished; empty when it has
     * @param notices what a person should know, in a sentence each
     */
    TrialEnd(TrialState state, String message, List<String> notices) {
        this.state = state;
        this.message = message;
        this.notices = new ArrayList<>(notices);
    }

    TrialState state() {
        return state;
    }

    String message() {
        return message;
    }

    List<String> notices() {
        return notices;
    }
}
