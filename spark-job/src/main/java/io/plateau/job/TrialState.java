package io.plateau.job;

import java.util.Locale;

/** What became of a trial of a sweep. */
enum TrialState {
    /** It has finished, now or before. */
    FINISHED,
    /** It stands at an epoch where the others are waited for. */
    PAUSED,
    /** The sweep has given it up; it could go on. */
    STOPPED,
    /** It has not come to its end, and would not if it went on. */
    FAILED,
    /** The sweep was asked to end before. */
    LEFT;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
