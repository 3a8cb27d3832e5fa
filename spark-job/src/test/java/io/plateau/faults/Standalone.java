package io.plateau.faults;

import io.plateau.job.Launched;
import io.plateau.job.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A cluster of processes that can be killed: a master, and workers with one core each. */
final class Standalone implements AutoCloseable {
    private static final int WORKER_MEMORY = 1024;

    private final LoopbackCluster cluster;

    Standalone(Path directory, int workers) throws IOException, InterruptedException {
        cluster = new LoopbackCluster(directory, workers, WORKER_MEMORY, Launched.SHORT_LIVED);
    }

    String url() {
        return cluster.url();
    }

    /** What the processes of drivers need in their environment. */
    Map<String, String> environment() {
        return cluster.environment();
    }

    void addWorker() throws IOException, InterruptedException {
        cluster.addWorker();
    }

    /** Kills a worker with all executors that it has started. */
    void killWorkerOf(ProcessHandle executor) throws InterruptedException {
        Process worker = cluster.workers().stream()
                .filter(process -> process.descendants().anyMatch(executor::equals))
                .findFirst()
                .orElseThrow();
        List<ProcessHandle> executors = worker.descendants().toList();
        // It first, or it would start others.
        worker.destroyForcibly().waitFor();
        executors.forEach(ProcessHandle::destroyForcibly);
        cluster.workers().remove(worker);
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return cluster.workers().stream().flatMap(Process::descendants).toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
