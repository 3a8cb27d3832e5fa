package io.plateau.conf;

/**
 * Section {@code limits}: how long something may stay silent before the run ends; 0: for ever.
 *
 * @param startSeconds Spark until it has started, then until it has its first executor
 * @param jobSeconds a job of Spark until the next of its tasks ends
 * @param storageSeconds one write to the run's directory
 */
public record LimitsConfig(int startSeconds, int jobSeconds, int storageSeconds) {

    static LimitsConfig from(Section limits) {
        return new LimitsConfig(
                limits.whole("start-seconds", 0, Integer.MAX_VALUE),
                limits.whole("job-seconds", 0, Integer.MAX_VALUE),
                limits.whole("storage-seconds", 0, Integer.MAX_VALUE));
    }
}
