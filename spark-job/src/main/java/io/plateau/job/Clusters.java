package io.plateau.job;

import io.plateau.cluster.Cluster;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.train.NetworkFile;
import java.util.Optional;

/** Makes the cluster that a training is computed on. */
@FunctionalInterface
interface Clusters {

    /**
     * A cluster, which the caller closes.
     *
     * @param trained the dataset with the tasks that are trained
     * @param network the file of a network that the user brought
     */
    Cluster of(JobConfig config, Dataset trained, Optional<NetworkFile> network);
}
