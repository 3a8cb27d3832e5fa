package io.plateau.checkpoint;

import java.util.Locale;

/** What became of a run, as {@code status.json} says. */
public enum RunState {
    /** Under way, or killed: the lock tells which. */
    RUNNING,
    /** Ended as configured. */
    SUCCEEDED,
    /** Ended as configured, but its model is not better than the champion and was not published. */
    REJECTED,
    /** Ended by an error. */
    FAILED,
    /** Ended early on request or by a policy; can be resumed. */
    STOPPED;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
