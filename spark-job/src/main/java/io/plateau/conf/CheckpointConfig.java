package io.plateau.conf;

/**
 * Section {@code checkpoint}.
 *
 * @param everySteps steps between two checkpoints, at least 1
 * @param keep newest checkpoints kept, at least 1
 */
public record CheckpointConfig(int everySteps, int keep) {

    static CheckpointConfig from(Section checkpoint) {
        return new CheckpointConfig(
                checkpoint.whole("every-steps", 1, Integer.MAX_VALUE), checkpoint.whole("keep", 1, 1_000_000));
    }
}
