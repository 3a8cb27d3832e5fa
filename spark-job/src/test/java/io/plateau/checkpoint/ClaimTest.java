package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.data.OwnerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a run directory on an object store. */
class ClaimTest {
    private static final RunLock.Place PLACE = new RunLock.Place("run directory", "--run-id");
    private static final int THREADS = 4;

    @TempDir
    Path directory;

    private final List<String> notices = new ArrayList<>();
    private Storage storage;
    private org.apache.hadoop.fs.Path path;

    @BeforeEach
    void open() throws IOException {
        path = new org.apache.hadoop.fs.Path(directory.toUri());
        storage = new Storage(Storage.of(path, new Configuration(false)).fileSystem(), false);
    }

    private RunLock take() throws IOException {
        return RunLock.take(storage, path, PLACE, notices::add);
    }

    @Test
    void atMostOneHoldsItAtATime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger held = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        try {
            for (int thread = 0; thread < THREADS; thread++) {
                ends.add(threads.submit(() -> {
                    together.await();
                    for (int round = 0; round < 8; round++) {
                        try (RunLock lock = RunLock.take(storage, path, PLACE, notice -> {})) {
                            assertThat(lock).isNotNull();
                            assertThat(holding.incrementAndGet()).isEqualTo(1);
                            Thread.sleep(3);
                            holding.decrementAndGet();
                            held.incrementAndGet();
                        } catch (RunProblem inUse) {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(held.get() + refused.get()).isEqualTo(THREADS * 8);
        assertThat(held.get()).isPositive();
        assertThat(names()).isEmpty();
    }

    @Test
    void theClaimOfADeadProcessIsTakenOverAndOneOfAnotherHostIsNot() throws IOException {
        OwnerProcess self = OwnerProcess.self();
        Path dead = directory.resolve("lock-dead.json");
        Files.write(dead, new LockOwner(new OwnerProcess(self.host(), self.pid(), 1), "then", "").json());
        take().close();
        assertThat(notices).hasSize(1).first().asString().startsWith("taking over run directory ");
        assertThat(dead).doesNotExist();
        Path other = directory.resolve("lock-other.json");
        Files.write(other, new LockOwner(new OwnerProcess("elsewhere", 1, 0), "then", "").json());
        assertThatThrownBy(this::take)
                .isInstanceOf(RunProblem.class)
                .hasMessageEndingWith(
                        "is in use by process 1 on elsewhere since then: if that process is gone, delete " + other);
        assertThat(names()).containsExactly("lock-other.json");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
