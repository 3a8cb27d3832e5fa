package io.plateau.job;

import io.plateau.conf.JobConfig;

/** Where the trials of a sweep are trained. Safe for threads: several trials may be under way at once. */
interface TrialPlace extends AutoCloseable {

    /**
     * Trains a stretch of a trial and waits for its end.
     *
     * @param config the trial's configuration
     */
    TrialEnd train(TrialRun run, JobConfig config);

    @Override
    void close();
}
