package io.plateau.cluster;

/**
 * What work has cost. A pass goes once through the shared part of the model with the whole mini-batch of a step: K tasks at points of
 * their own take K forward passes, K gradients K backward passes; a pass over some of the rows counts as that part. All shards work at
 * once, so passes are the mean over the shards.
 *
 * @param forwardPasses forward passes
 * @param backwardPasses backward passes
 * @param bytesSent what the driver shared with the executors, each broadcast counted once; 0 in one process without Spark
 * @param bytesReceived results that came to the driver, as they cross the wire (in the driver's own process they do not); 0 in one
 *     process without Spark
 * @param bytesExchanged what executors sent each other, or left for themselves, in shuffles; 0 in one process without Spark
 */
public record StepCost(
        double forwardPasses, double backwardPasses, long bytesSent, long bytesReceived, long bytesExchanged) {
    /** Nothing. */
    public static final StepCost NONE = new StepCost(0, 0, 0, 0, 0);

    /** Passes alone. */
    static StepCost passes(double forward, double backward) {
        return new StepCost(forward, backward, 0, 0, 0);
    }

    /** What the driver shared alone. */
    static StepCost sent(long bytes) {
        return new StepCost(0, 0, bytes, 0, 0);
    }

    /** Results alone. */
    static StepCost received(long bytes) {
        return new StepCost(0, 0, 0, bytes, 0);
    }

    /** Bytes between executors alone. */
    static StepCost exchanged(long bytes) {
        return new StepCost(0, 0, 0, 0, bytes);
    }

    StepCost plus(StepCost other) {
        return new StepCost(
                forwardPasses + other.forwardPasses,
                backwardPasses + other.backwardPasses,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                bytesExchanged + other.bytesExchanged);
    }

    /** What was spent since an earlier account. */
    public StepCost since(StepCost earlier) {
        return new StepCost(
                forwardPasses - earlier.forwardPasses,
                backwardPasses - earlier.backwardPasses,
                bytesSent - earlier.bytesSent,
                bytesReceived - earlier.bytesReceived,
                bytesExchanged - earlier.bytesExchanged);
    }
}
