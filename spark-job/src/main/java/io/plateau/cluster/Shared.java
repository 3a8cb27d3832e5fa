package io.plateau.cluster;

/** Parameters that every shard of a cluster can see, until closed. */
public interface Shared extends AutoCloseable {
    /** Frees what the parameters hold on the executors. */
    @Override
    void close();
}
