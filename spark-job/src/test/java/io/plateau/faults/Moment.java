package io.plateau.faults;

import java.util.Locale;

/**
 * A moment of a run: the start of a task, or later in it.
 *
 * @param job Spark's description of the job, such as {@code step 5: gradients}
 * @param tasks how many tasks the stage has, to tell the stages of a job apart; 0 for any
 * @param pieces let the task go on until so many pieces of a broadcast that is new to its executor are there; 0 for its start
 * @param together whether this follows as soon as the moment before it has come, else only when that one is over
 * @param slows whether the executor is slow from here on
 */
record Moment(String job, int tasks, int pieces, boolean together, boolean slows) {

    static Moment of(String job) {
        return new Moment(job, 0, 0, false, false);
    }

    /** The same in the stage of so many tasks. */
    Moment inStageOf(int count) {
        return new Moment(job, count, pieces, together, slows);
    }

    /** Not at the start of the task, but in the midst of the arrival of a broadcast. */
    Moment withPieces(int arrived) {
        return new Moment(job, tasks, arrived, together, slows);
    }

    /** In another executor, while the moment before lasts. */
    Moment atOnce() {
        return new Moment(job, tasks, pieces, true, slows);
    }

    /** The beginning of an illness: this task and all that the executor gets in later steps come a minute late. */
    Moment slowing() {
        return new Moment(job, tasks, pieces, together, true);
    }

    /** One line, for a setting of Spark. */
    String line() {
        return String.format(Locale.ROOT, "%s/%d/%d/%b/%b", job, tasks, pieces, together, slows);
    }

    static Moment parse(String line) {
        String[] parts = line.split("/", -1);
        return new Moment(
                parts[0],
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Boolean.parseBoolean(parts[3]),
                Boolean.parseBoolean(parts[4]));
    }
}
