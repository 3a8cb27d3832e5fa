package io.plateau.conf;

/**
 * One more configuration to train on the same data, for the table at the end of a run.
 *
 * @param label its name in the table
 * @param resolved the run's configuration with the variant's own values; its {@code training.compare} is empty
 */
public record Variant(String label, ResolvedConfig resolved) {

    /** The configuration as a tree. */
    public JobConfig config() {
        return resolved.job();
    }
}
